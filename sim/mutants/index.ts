import type { Mutant } from '../world/mutant.ts';
import { ofClinic } from './clinic.ts';
import { ofDurability } from './durable.ts';
import { ofOnce } from './once.ts';
import { ofSite } from './site.ts';

/** Rules of the protocol, each taken away by a wrapper around the production decisions. */
export const mutants: readonly Mutant[] = [...ofClinic, ...ofSite, ...ofDurability, ...ofOnce];
