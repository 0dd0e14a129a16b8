import { chromium, type Browser, type BrowserContext } from 'playwright-core';

export const CHROMIUM_FLAGS: readonly string[] = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Debian's Chromium, or the one that `CHROMIUM` names. */
export const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: CHROMIUM,
    args: [...CHROMIUM_FLAGS],
  });

export interface Visitor {
  readonly javaScript: boolean;
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
  /** A finger instead of a mouse. */
  readonly touch?: boolean;
}

const PATIENCE_MS = 10_000;

/** A person of their own, with no cookies of others, who reads Swedish. */
export const visitor = async (
  browser: Browser,
  { javaScript, width = 1366, height = 768, dark = false, touch = false }: Visitor,
): Promise<BrowserContext> => {
  const context = await browser.newContext({
    javaScriptEnabled: javaScript,
    locale: 'sv-SE',
    timezoneId: 'Europe/Stockholm',
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    hasTouch: touch,
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(PATIENCE_MS);
  return context;
};
