import type { Command } from '../command.ts';
import { demoLoad } from './demo-load.ts';
import { doctor } from './doctor.ts';
import { exportFile } from './export.ts';
import { importFile } from './import.ts';
import { pair } from './pair.ts';
import { pairingCodeCreate } from './pairing-code-create.ts';
import { serviceCommands } from './service.ts';
import { status } from './status.ts';
import { syncBeginAnew } from './sync-begin-anew.ts';
import { tokenCreate } from './token-create.ts';
import { userCreate } from './user-create.ts';

export const commands: readonly Command[] = [
  userCreate,
  tokenCreate,
  pairingCodeCreate,
  pair,
  status,
  doctor,
  syncBeginAnew,
  ...serviceCommands,
  demoLoad,
  importFile,
  exportFile,
];
