import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** Where in its conversation with a client the server is. */
export type Moment = 'connected' | 'sender' | 'recipient' | 'data' | 'taken' | 'answered';

export interface TakenMail {
  readonly to: string;
  readonly source: string;
}

export interface MailServer {
  readonly url: URL;
  /** What the server has taken: it is on its way, whatever the client came to know of it. */
  readonly taken: TakenMail[];
  /** Called at each moment; what it throws is the server's answer. */
  onMoment: (moment: Moment, to: string) => void;
  readonly close: () => Promise<void>;
}

/** A real SMTP server that keeps what it takes. */
export async function openMailServer(account?: {
  readonly user: string;
  readonly password: string;
}): Promise<MailServer> {
  const taken: TakenMail[] = [];
  const tell = (moment: Moment, to: string): Error | null => {
    try {
      mail.onMoment(moment, to);
      return null;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  };
  const server = new SMTPServer({
    authOptional: account === undefined,
    allowInsecureAuth: true,
    logger: false,
    closeTimeout: 1_000,
    disableReverseLookup: true,
    // Its certificate would be one that nobody knows, which no client of ours trusts.
    disabledCommands: ['STARTTLS'],
    onAuth: (login, _session, done) => {
      const isRight = login.username === account?.user && login.password === account?.password;
      if (isRight) done(null, { user: login.username });
      else done(refusal(535, 'No such account'));
    },
    onConnect: (_session, done) => done(tell('connected', '')),
    onMailFrom: (_address, _session, done) => done(tell('sender', '')),
    onRcptTo: ({ address }, _session, done) => done(tell('recipient', address)),
    onData: (stream, session, done) => {
      const to = session.envelope.rcptTo[0]?.address ?? '';
      const chunks: Buffer[] = [];
      stream.once('data', () => void tell('data', to));
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const refused = tell('taken', to);
        if (refused !== null) return done(refused);
        // Long header lines are folded: told apart by their indent.
        const source = Buffer.concat(chunks)
          .toString('utf8')
          .replace(/\r\n[ \t]+/g, ' ');
        taken.push({ to, source });
        done(null, 'Taken');
        tell('answered', to);
      });
    },
  });
  server.on('error', () => undefined);
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;
  const mail: MailServer = {
    url: new URL(`smtp://127.0.0.1:${port}`),
    taken,
    onMoment: () => undefined,
    close: () => new Promise((done) => server.close(() => done())),
  };
  return mail;
}

/** The server's answer to a client that it does not serve. */
export function refusal(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}
