import { instant } from '@tidbok/core';
import { openCarrier } from '@tidbok/message';
import { openSite, type SiteSecrets } from '@tidbok/service/site';

/** A sender of its own, to be killed. Its one argument is JSON. */
export interface SenderTask {
  readonly databaseUrl: string;
  readonly smtpUrl: string;
  readonly messageKey: SiteSecrets['messageKey'];
  readonly leaseMs: number;
  readonly workers: number;
  readonly now: number;
}

// Given by the test that starts it.
const task = JSON.parse(process.argv[2] ?? '') as SenderTask;
const now = () => instant(task.now);
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const site = await openSite({
  databaseUrl: task.databaseUrl,
  secrets: { patientKeySecret: Buffer.alloc(32), messageKey: task.messageKey },
  now,
  log,
});
const smtp = { url: new URL(task.smtpUrl), password: '' };
const from = 'tider@klinik.example';
const carrier = openCarrier({ folder: null, smtp, sms: null, from }, now);
const { leaseMs, workers } = task;
site.post({ carrier, log, leaseMs, workers, retryDelaysMs: [100, 100, 100, 100, 100] }).start();
