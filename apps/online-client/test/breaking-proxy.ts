import { once } from 'node:events';
import { createServer, request as send, type IncomingMessage, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';

export interface BreakingProxy {
  readonly url: string;
  /** While true the proxy reads what passes and knows nothing of Upgrade; else it only tunnels. */
  breaksUpgrade: boolean;
  /** Tunnels that were asked for. */
  readonly tunnels: () => number;
  readonly close: () => Promise<void>;
}

const hopByHop = new Set(['connection', 'upgrade', 'keep-alive', 'proxy-connection', 'te']);

/**
 * A proxy as clinics have them: everything goes by CONNECT, and one that inspects what passes
 * speaks HTTP itself at both ends, so a WebSocket's Upgrade is lost on the way.
 */
export async function openBreakingProxy(): Promise<BreakingProxy> {
  const sockets = new Set<Socket>();
  let tunnels = 0;
  const state = { breaksUpgrade: true };
  const server = createServer((_request, response) => response.writeHead(405).end());
  server.on('connection', (socket) => sockets.add(socket));
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    tunnels += 1;
    // Whatever the name, it lies on this computer.
    const [host, port = ''] = ['127.0.0.1', (request.url ?? '').split(':')[1]];
    socket.on('error', () => socket.destroy());
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    if (state.breaksUpgrade) inspecting(host, port).emit('connection', socket);
    else sockets.add(tunnel(host, port, socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const place = server.address();
  if (place === null || typeof place === 'string') throw new Error('no port');
  return Object.assign(state, {
    url: `http://127.0.0.1:${place.port}`,
    tunnels: () => tunnels,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((done) => server.close(() => done()));
    },
  });
}

function tunnel(host: string, port: string, socket: Socket): Socket {
  const there = connect(Number(port), host);
  there.on('error', () => socket.destroy());
  there.pipe(socket).pipe(there);
  return there;
}

/** Reads each request and makes it anew, as one that looks into TLS does. */
function inspecting(host: string, port: string): Server {
  const pass = createServer((request, response) => {
    const kept = Object.entries(request.headers).filter(([name]) => !hopByHop.has(name));
    const headers = Object.fromEntries(kept);
    const onward = send(
      { host, port, method: request.method, path: request.url, headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  });
  pass.on('upgrade', (request, socket: Socket) => {
    // It does not know the word, and asks the site as for a page.
    const path = request.url ?? '/';
    send({ host, port, method: 'GET', path, headers: { host: request.headers.host } }, (answer) => {
      socket.end(`HTTP/1.1 ${answer.statusCode ?? 502} Broken\r\nContent-Length: 0\r\n\r\n`);
      answer.resume();
    })
      .on('error', () => socket.destroy())
      .end();
  });
  return pass;
}
