import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface BareHttp {
  readonly url: string;
  /** What every request is answered with from now on. */
  readonly answerWith: (text: string) => Promise<void>;
  readonly stop: () => void;
}

/** The limit of anything over HTTP here: node:http with the same bytes, in its own process. */
export const startBareHttp = async (): Promise<BareHttp> => {
  const child = fork(join(import.meta.dirname, 'bare-server.ts'));
  const [port] = (await once(child, 'message')) as [number];
  return {
    url: `http://127.0.0.1:${String(port)}/`,
    answerWith: async (text) => {
      child.send(text);
      await once(child, 'message');
    },
    stop: () => {
      child.disconnect();
    },
  };
};
