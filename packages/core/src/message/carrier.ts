import type { Delivery, DeliveryReport } from './delivery.ts';
import type { MessageChannel, MessageRules, VisitMessage } from './message.ts';

/** The way out of the house for messages. */
export interface MessageCarrier {
  /** The channels that are set up on this computer. */
  readonly channels: ReadonlySet<MessageChannel>;
  /** Hands one message over, once, and never throws. */
  readonly deliver: (
    channel: MessageChannel,
    message: VisitMessage,
    rules: MessageRules,
  ) => Promise<Delivery>;
  /** Asks the operator what became of a message that it took. */
  readonly report: (reference: string) => Promise<DeliveryReport>;
  readonly close: () => void;
}
