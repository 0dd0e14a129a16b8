import { checkComputer, checkWay } from '@tidbok/line';
import type { Clinic } from '@tidbok/service/clinic';
import type { Finding } from './pages/doctor-page.ts';

/** Everything that the doctor looks at, from the database to the site. Changes nothing. */
export async function examineAll(at: {
  readonly clinic: Clinic;
  readonly dataFolder: string;
  readonly identityFile: string;
}): Promise<readonly Finding[]> {
  const { clinic } = at;
  const [database, computer] = await Promise.all([
    clinic.examine(),
    checkComputer(at.dataFolder, [at.identityFile]),
  ]);
  const siteUrl = await clinic.syncState().then(
    (state) => state?.siteUrl ?? null,
    () => null,
  );
  const way = siteUrl === null ? [] : await checkWay(siteUrl, () => Number(clinic.now()));
  return [...database, ...computer, ...way];
}
