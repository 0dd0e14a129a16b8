import { dateAfter, today } from '../api/local-time.ts';
import { SiteApi } from '../api/site-api.ts';

/** The address of each of the site's steps that has one of its own; the fifth is posted. */
export interface SiteSteps {
  readonly clinic: string;
  readonly treatment: string;
  /** The fullest week that the demo offers. */
  readonly time: string;
  readonly details: string;
}

/** Far from any frontier, within the weeks that the demo plans. */
const WEEKS_AHEAD = [4, 5, 6, 7, 8];
const SHORTEST_SPAN_DAYS = 7;

interface Week {
  readonly templateId: string;
  readonly times: Awaited<ReturnType<SiteApi['times']>>;
}

/** The week of the clinic in which most times are offered to one who takes any practitioner. */
const fullestWeek = async (site: SiteApi, clinicId: string): Promise<Week> => {
  let fullest: Week | null = null;
  for (const { id: templateId } of await site.templates(clinicId)) {
    for (const week of WEEKS_AHEAD) {
      const from = dateAfter(today(), week * SHORTEST_SPAN_DAYS);
      const to = dateAfter(from, SHORTEST_SPAN_DAYS - 1);
      const times = await site.times({ clinicId, templateId, from, to });
      if (times.length > (fullest?.times.length ?? 0)) fullest = { templateId, times };
    }
  }
  if (fullest === null) throw new Error('the clinic offers no time');
  return fullest;
};

export const siteSteps = async (siteUrl: string): Promise<SiteSteps> => {
  const site = new SiteApi(siteUrl);
  const clinics = await site.clinics();
  const clinic = clinics.find(({ name }) => name.includes('Lundatandläkarna'));
  if (clinic === undefined) throw new Error('the demo’s clinic is not on the site');
  const { templateId, times } = await fullestWeek(site, clinic.id);
  const middle = times[Math.floor(times.length / 2)];
  if (middle === undefined) throw new Error('the week is empty');
  const step = (path: string, chosen: Readonly<Record<string, string>>): string =>
    `${siteUrl}${path}?${new URLSearchParams({ clinic: clinic.id, ...chosen }).toString()}`;
  const practitioner = 'any';
  const template = templateId;
  const start = `${new Date(middle.start).toISOString().slice(0, 16)}Z`;
  return {
    clinic: `${siteUrl}/`,
    treatment: step('/behandling', { practitioner }),
    time: step('/tid', { practitioner, template, date: start.slice(0, 10) }),
    details: step('/uppgifter', {
      practitioner,
      template,
      start,
      resource: middle.resourceId,
      with: middle.practitionerId,
    }),
  };
};
