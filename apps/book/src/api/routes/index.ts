import type { Route } from '../route.ts';
import { bookRoutes } from './book.ts';
import { bookingRoutes } from './bookings.ts';
import { planRoutes } from './plan.ts';
import { messageRoutes } from './messages.ts';
import { movingRoutes } from './moving.ts';
import { patientRoutes } from './patients.ts';
import { plannedRoutes } from './planned.ts';
import { practiceRoutes } from './practice.ts';
import { registerRoutes } from './register.ts';
import { settingsRoutes } from './settings.ts';
import { trayRoutes } from './tray.ts';
import { userRoutes } from './users.ts';

/** Every call of the staff API. */
export const routes: readonly Route[] = [
  ...bookRoutes,
  ...bookingRoutes,
  ...plannedRoutes,
  ...planRoutes,
  ...settingsRoutes,
  ...registerRoutes,
  ...practiceRoutes,
  ...trayRoutes,
  ...userRoutes,
  ...patientRoutes,
  ...movingRoutes,
  ...messageRoutes,
];
