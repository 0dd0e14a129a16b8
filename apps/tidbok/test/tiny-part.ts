import { createServer } from 'node:http';

/** The least that the supervisor asks of a part: it listens, is well, and goes when told. */
const server = createServer((request, response) => {
  if (request.url === '/pid') response.end(String(process.pid));
  else response.end(JSON.stringify({ status: 'ok' }));
});
server.listen(Number(process.env['TINY_PORT']), '127.0.0.1');
process.on('SIGTERM', () => {
  server.closeAllConnections();
  server.close();
});
