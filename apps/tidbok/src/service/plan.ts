/** Where Tidbok runs as a service of the computer. */
export type Platform = 'linux' | 'windows';

/** All of Tidbok as `npm start` runs it, or the Online Client alone. */
export type Served = 'all' | 'online-client';

/** What a service is made from. Paths are absolute. */
export interface ServicePlan {
  readonly served: Served;
  /** Where Tidbok's files lie. */
  readonly root: string;
  readonly node: string;
  /** The account that it runs as. */
  readonly user: string;
}

/** One thing that is done to the computer: told in a dry run, done otherwise. */
export type Step =
  | { readonly type: 'write'; readonly path: string; readonly text: string }
  | { readonly type: 'remove'; readonly path: string }
  | {
      readonly type: 'run';
      readonly command: readonly [string, ...string[]];
      /** Done only when this command fails: what it makes is not there yet. */
      readonly unless?: readonly [string, ...string[]];
      /** It is no fault when there is nothing to stop. */
      readonly mayFail?: boolean;
    };

export const serviceName = (served: Served): string =>
  served === 'all' ? 'tidbok' : 'tidbok-online-client';

export const scriptOf = (served: Served): string =>
  served === 'all' ? 'tools/bootstrap/start.mjs' : 'apps/online-client/src/main.ts';

/** The steps as a person reads them. */
export function toldSteps(steps: readonly Step[]): string {
  return steps
    .map((step) => {
      if (step.type === 'write') return `# write ${step.path}\n${step.text}`;
      if (step.type === 'remove') return `# remove ${step.path}`;
      const command = step.command.map(quoted).join(' ');
      return step.unless === undefined
        ? command
        : `${step.unless.map(quoted).join(' ')} || ${command}`;
    })
    .join('\n');
}

function quoted(word: string): string {
  return /^[\w./:=@%+-]+$/.test(word) ? word : `"${word.replaceAll('"', '\\"')}"`;
}
