import { availableParallelism } from 'node:os';
import { runs, type Run } from './runs.ts';
import { runProgram, search, type Found } from './spin.ts';

/**
 * Searches the model of the protocol: the rules must hold, and every mutant, a rule left out, must
 * be caught. `--large` adds the bounds that take minutes; any other word picks runs by name.
 */
async function main(words: readonly string[]): Promise<number> {
  for (const program of ['spin', 'gcc']) {
    if (!(await isInstalled(program))) {
      console.error(`${program} is not installed: on Debian, apt-get install ${program}`);
      return 2;
    }
  }
  const asked = words.filter((word) => !word.startsWith('--'));
  const chosen = runs.filter(
    (run) =>
      (words.includes('--large') || run.large !== true) &&
      (asked.length === 0 || asked.some((word) => run.name.includes(word))),
  );
  console.log('| run | result | states | depth | seconds |');
  console.log('| --- | --- | ---: | ---: | ---: |');
  const bad = await searchAll(chosen);
  console.log(`\n${chosen.length - bad} passed, ${bad} failed`);
  return bad === 0 && chosen.length > 0 ? 0 : 1;
}

async function isInstalled(program: string): Promise<boolean> {
  try {
    await runProgram(program, [program === 'spin' ? '-V' : '--version']);
    return true;
  } catch {
    return false;
  }
}

/** As many at once as there are cores; those of `--large` one by one, for their memory. */
async function searchAll(chosen: readonly Run[]): Promise<number> {
  const small = chosen.filter((run) => run.large !== true);
  const large = chosen.filter((run) => run.large === true);
  const lanes = Math.min(4, availableParallelism());
  return (await searchInLanes(small, lanes)) + (await searchInLanes(large, 1));
}

async function searchInLanes(waiting: readonly Run[], lanes: number): Promise<number> {
  const queue = [...waiting];
  let bad = 0;
  const lane = async () => {
    for (let run = queue.shift(); run !== undefined; run = queue.shift()) {
      const found = await search(run);
      if (!isExpected(run, found)) bad += 1;
      console.log(row(run, found));
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return bad;
}

function isExpected(run: Run, { result }: Found): boolean {
  return result === (run.kind === 'mutant' ? 'violated' : 'holds');
}

function row(run: Run, found: Found): string {
  const result = found.result === 'violated' ? `violated: ${found.broken}` : found.result;
  const verdict = isExpected(run, found) ? result : `**${result}**`;
  const { depth } = found;
  const states = found.states.toLocaleString('en');
  const seconds = found.seconds.toFixed(1);
  return `| ${nameOf(run)} | ${verdict} | ${states} | ${depth} | ${seconds} |`;
}

function nameOf({ kind, name }: Run): string {
  switch (kind) {
    case 'rules':
      return name;
    case 'mutant':
      return `mutant \`${name}\``;
    case 'variant':
      return `variant \`${name}\``;
  }
}

process.exitCode = await main(process.argv.slice(2));
