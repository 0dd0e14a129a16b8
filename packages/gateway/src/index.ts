export { openGateway, type Gateway, type GatewayOptions } from './gateway.ts';
export { readPairRequest } from './pair-request.ts';
