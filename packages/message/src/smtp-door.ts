import { Readable } from 'node:stream';
import type { Delivery } from '@tidbok/core';
import SMTPConnection from 'nodemailer/lib/smtp-connection';

export interface SmtpAccount {
  /** `smtp://` with STARTTLS where the server has it, `smtps://` with TLS from the start. */
  readonly url: URL;
  /** Empty: none is asked for. */
  readonly password: string;
}

/** Bytes ready to leave. */
export interface Envelope {
  readonly from: string;
  readonly to: string;
  readonly bytes: Buffer;
}

const connectMs = 15_000;
/** Of silence; a message must be through long before another node may take it over. */
const silenceMs = 20_000;
const greetingMs = 15_000;
/** A server is let go after so many messages on one connection. */
const perConnection = 100;
const maxIdle = 8;

interface Line {
  readonly connection: SMTPConnection;
  used: number;
}

/**
 * Hands e-mails to an SMTP server and knows, whatever happens, whether one may have left: nothing
 * has until the server has answered DATA with 354 and asks for the bytes.
 */
export class SmtpDoor {
  readonly #account: SmtpAccount;
  readonly #idle: Line[] = [];

  constructor(account: SmtpAccount) {
    this.#account = account;
  }

  async deliver(envelope: Envelope): Promise<Delivery> {
    const line = await this.#open().catch((error: unknown) => faultOf(error));
    if ('type' in line) return line;
    const delivery = await send(line, envelope);
    line.used += 1;
    const usable = delivery.type === 'sent' || delivery.type === 'refused';
    if (usable && line.used < perConnection && this.#idle.length < maxIdle) this.#idle.push(line);
    else line.connection.close();
    return delivery;
  }

  close(): void {
    for (const { connection } of this.#idle.splice(0)) connection.quit();
  }

  async #open(): Promise<Line> {
    const kept = this.#idle.pop();
    if (kept !== undefined) return kept;
    const { url, password } = this.#account;
    const secure = url.protocol === 'smtps:';
    const connection = new SMTPConnection({
      host: url.hostname,
      port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
      secure,
      // A password never goes over an open line.
      requireTLS: !secure && password !== '',
      connectionTimeout: connectMs,
      greetingTimeout: greetingMs,
      socketTimeout: silenceMs,
    });
    const line: Line = { connection, used: 0 };
    connection.once('end', () => this.#forget(line));
    await new Promise<void>((done, fail) => {
      connection.once('error', fail);
      connection.connect((error) => (error ? fail(error) : done()));
    });
    // An idle connection that the server ends is no fault of any message.
    connection.on('error', () => this.#forget(line));
    if (url.username !== '') await logIn(connection, decodeURIComponent(url.username), password);
    return line;
  }

  #forget(line: Line): void {
    const at = this.#idle.indexOf(line);
    if (at >= 0) this.#idle.splice(at, 1);
  }
}

function logIn(connection: SMTPConnection, user: string, pass: string): Promise<void> {
  return new Promise((done, fail) => {
    connection.login({ user, pass }, (error) => {
      if (!error) return done();
      connection.close();
      fail(error);
    });
  });
}

function send({ connection }: Line, { from, to, bytes }: Envelope): Promise<Delivery> {
  let begun = false;
  const body = new Readable({
    read() {
      begun = true;
      this.push(bytes);
      this.push(null);
    },
  });
  return new Promise((done) => {
    connection.send({ from, to: [to] }, body, (error) => {
      if (!error) return done({ type: 'sent', reference: null, parts: 1 });
      const known = faultOf(error);
      const answered = codeOf(error) !== null;
      done(begun && !answered ? { type: 'uncertain', fault: 'no-answer' } : known);
    });
  });
}

/** The server's three digits, if it answered at all. */
function codeOf(error: unknown): number | null {
  if (!(error instanceof Error) || !('responseCode' in error)) return null;
  return typeof error.responseCode === 'number' ? error.responseCode : null;
}

function faultOf(error: unknown): Extract<Delivery, { readonly fault: unknown }> {
  const code = codeOf(error);
  const command = error instanceof Error && 'command' in error ? String(error.command) : '';
  const isLogin =
    command.startsWith('AUTH') ||
    (error instanceof Error && 'code' in error && error.code === 'EAUTH');
  if (isLogin) return { type: 'not-now', fault: 'not-let-in' };
  // 421, 450, 451, 452: later. The sender's own address refused is the operator's to mend.
  if (code === null || code < 500 || command === 'MAIL FROM') {
    return { type: 'not-now', fault: 'not-reached' };
  }
  const fault = command === 'RCPT TO' ? 'address-refused' : 'message-refused';
  return { type: 'refused', fault };
}
