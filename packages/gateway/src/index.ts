export { openGateway, type Gateway, type GatewayOptions } from './gateway.ts';
export { pairRequestShape, readPairRequest } from './pair-request.ts';
