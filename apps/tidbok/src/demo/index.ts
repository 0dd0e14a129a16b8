export { demoPractice } from './demo-practice.ts';
export { DEMO_USERS, type DemoUser } from './staff.ts';
export { loadDemo } from './load.ts';
export { demoTestPersons } from './test-persons.ts';
export { spareIdentityNumbers } from './patients.ts';
export { namedIds, seeded, type NamedIds, type Seeded } from './seeded.ts';
