import type { SiteSteps } from '@tidbok/e2e';
import type { Page } from 'puppeteer-core';
import { benchPatient } from './whole-product.ts';

/** How one of the site's steps is come to: by its address, or by what leads to it. */
export interface StepVisit {
  readonly step: string;
  readonly arrive: (page: Page) => Promise<string | (() => void)>;
}

const FIELDS = ['givenName', 'familyName', 'personalIdentityNumber', 'email', 'mobile'] as const;

const hyphened = (digits: string): string => `${digits.slice(0, 8)}-${digits.slice(8)}`;

/** Types the details; the form of the fourth step leads to the fifth. */
const typeDetails = async (page: Page): Promise<void> => {
  const patient = benchPatient();
  const number = hyphened(patient.personalIdentityNumber);
  for (const field of FIELDS) {
    const value = field === 'personalIdentityNumber' ? number : patient[field];
    await page.locator(`#${field}`).fill(value);
  }
};

/** The five steps, in order. */
export const stepVisits = (steps: SiteSteps): readonly StepVisit[] => [
  ...Object.entries(steps).map(([step, url]: [string, string]) => ({
    step,
    arrive: () => Promise.resolve(url),
  })),
  {
    step: 'confirm',
    arrive: async (page) => {
      await page.goto(steps.details);
      await typeDetails(page);
      return () => void page.click('form#carried .look-primary');
    },
  },
];
