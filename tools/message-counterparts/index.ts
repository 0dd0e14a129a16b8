export {
  openMailServer,
  refusal,
  type MailServer,
  type Moment,
  type TakenMail,
} from './mail-server.ts';
export { openSmsOperator, smsAccount, type SmsOperator, type TakenSms } from './sms-operator.ts';
export { addressOf, BY_EMAIL, queueConfirmations, type QueuedVisits } from './queue.ts';
