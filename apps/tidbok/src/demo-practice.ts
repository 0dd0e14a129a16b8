import type { Outcome } from '@tidbok/core';
import { zoneOf, type Clinic } from '@tidbok/service/clinic';
import { loadDemo, type LoadedDemo } from './demo/load.ts';

/** The demo practice is Swedish. */
export function loadDemoPractice(clinic: Clinic): Promise<Outcome<LoadedDemo>> {
  return loadDemo(clinic, zoneOf('Europe/Stockholm'));
}
