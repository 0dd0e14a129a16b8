import { createServer } from 'node:http';

/** A child process: node:http with nothing behind it, answering what it is told to. */
const server = createServer();
let answer = Buffer.alloc(0);

server.on('request', (request, response) => {
  request.resume();
  request.on('end', () => {
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': answer.byteLength,
    });
    response.end(answer);
  });
});

process.on('message', (text: string) => {
  answer = Buffer.from(text);
  process.send?.('set');
});
process.on('disconnect', () => process.exit(0));

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') process.send?.(address.port);
});
