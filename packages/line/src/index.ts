export { proxyFor, agentFor } from './proxy.ts';
export { postJson, type JsonAnswer } from './post-json.ts';
export { socketUrl } from './web-socket.ts';
export { SiteLine, type Transport } from './site-line.ts';
export type { SiteSocket, SocketEvents } from './site-socket.ts';
export { checkWay, type WayCheck, type WayFinding } from './check-way.ts';
export { checkComputer, type ComputerFinding } from './check-computer.ts';
