import { addDays, type LocalDate } from '@tidbok/core';
import { atLeast, atMost, type Figure } from '../figure.ts';
import { startSiteUnderTest, type SiteUnderTest } from '../ground/site-under-test.ts';
import { openHttpClient, type HttpClient } from '../http-client.ts';
import { startBareHttp } from '../limit/bare-http.ts';
import { percentile, timeSideBySide } from '../measure.ts';

const ROUNDS = 800;
const CROWD = { clients: 16, rounds: 4000 };

const questionOf = ({ url, practices }: SiteUnderTest, practitioner: boolean): string => {
  const [ground] = practices;
  const from = ground?.days[0];
  if (ground === undefined || from === undefined) throw new Error('no practice is laid');
  const to: LocalDate = addDays(from, 6);
  const person = ground.people[0]?.practitionerId ?? '';
  const query = new URLSearchParams({
    templateId: ground.templateId,
    from,
    to,
    ...(practitioner ? { practitionerId: person } : {}),
  });
  return `${url}/api/v1/clinics/${ground.clinicId}/times?${query.toString()}`;
};

const bytesOf = async (client: HttpClient, url: string): Promise<string> => {
  const { status, text } = await client.get(url);
  if (status !== 200) throw new Error(`${url}: ${String(status)} ${text}`);
  return text;
};

interface Asked {
  readonly what: string;
  readonly url: string;
  readonly targetMs: number;
}

const measure = async (client: HttpClient, asked: Asked, bareUrl: string): Promise<Figure[]> => {
  const workload = 'times-http';
  const ask = () => client.get(asked.url);
  const askBare = () => client.get(bareUrl);
  const alone = await timeSideBySide({ clients: 1, rounds: ROUNDS }, ask, askBare);
  const ours = percentile(alone.ours.durations, 0.5);
  const bare = percentile(alone.limit.durations, 0.5);
  const { ours: crowd, limit: bareCrowd } = await timeSideBySide(CROWD, ask, askBare);
  const share = (100 * crowd.perSecond) / bareCrowd.perSecond;
  return [
    {
      workload,
      what: `${asked.what}, p50, one client`,
      value: ours,
      unit: 'ms',
      beside: `bare node:http, same bytes: ${bare.toFixed(2)} ms`,
      target: atMost(asked.targetMs, ours, ' ms'),
    },
    {
      workload,
      what: `${asked.what}, 16 clients`,
      value: crowd.perSecond,
      unit: '/s',
      beside: `bare node:http, same bytes: ${bareCrowd.perSecond.toFixed(0)} /s`,
    },
    {
      workload,
      what: `${asked.what}, 16 clients, share of bare`,
      value: share,
      unit: '%',
      target: atLeast(40, share, ' %'),
    },
  ];
};

export const timesHttp = async (): Promise<readonly Figure[]> => {
  const site = await startSiteUnderTest([{ seed: 1 }]);
  const bare = await startBareHttp();
  const client = openHttpClient(CROWD.clients);
  try {
    const figures: Figure[] = [];
    const questions: Asked[] = [
      { what: '1 × 7 days', url: questionOf(site, true), targetMs: 1.5 },
      { what: 'any of 10 × 7 days', url: questionOf(site, false), targetMs: 3 },
    ];
    for (const asked of questions) {
      await bare.answerWith(await bytesOf(client, asked.url));
      figures.push(...(await measure(client, asked, bare.url)));
    }
    return figures;
  } finally {
    client.close();
    bare.stop();
    await site.stop();
  }
};
