export { demoPractice } from './demo-practice.ts';
export { DEMO_USERS, type DemoUser } from './staff.ts';
export { loadDemo } from './load.ts';
export { spareIdentityNumbers } from './patients.ts';
