/** Keeps cookies as a browser does, one jar for each origin, and follows redirects. */
class CookieJar {
  readonly #byOrigin = new Map<string, Map<string, string>>();

  headerFor(url: URL): string {
    const cookies = this.#byOrigin.get(url.origin) ?? new Map<string, string>();
    return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  keep(url: URL, answer: Response): void {
    const cookies = this.#byOrigin.get(url.origin) ?? new Map<string, string>();
    this.#byOrigin.set(url.origin, cookies);
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
  }
}

const MOST_HOPS = 15;
const WITHIN_MS = 10_000;

/** Follows from here to the first page, and answers where that is. */
const follow = async (jar: CookieJar, from: string, form?: URLSearchParams): Promise<URL> => {
  let url = new URL(from);
  let body = form;
  for (let hops = 0; hops < MOST_HOPS; hops += 1) {
    const answer = await fetch(url, {
      redirect: 'manual',
      method: body === undefined ? 'GET' : 'POST',
      headers: { cookie: jar.headerFor(url), ...(body ? { origin: url.origin } : {}) },
      ...(body === undefined ? {} : { body }),
      signal: AbortSignal.timeout(WITHIN_MS),
    });
    await answer.arrayBuffer();
    jar.keep(url, answer);
    const location = answer.headers.get('location');
    if (location === null) return url;
    url = new URL(location, url);
    body = undefined;
  }
  throw new Error(`${from} leads in a circle`);
};

/** Logs in at the test provider as its nth person; the cookies that the site knows them by. */
export const logIn = async (siteUrl: string, person: number): Promise<string> => {
  const jar = new CookieJar();
  const site = new URL(siteUrl);
  const start = new URL('/logga-in/start?to=/integritet', site);
  const choice = await follow(jar, start.href);
  if (choice.origin === site.origin) throw new Error('the site has no provider to log in at');
  const form = new URLSearchParams({ person: String(person) });
  const back = await follow(jar, `${choice.href}/as`, form);
  const cookies = jar.headerFor(site);
  if (back.origin !== site.origin || !cookies.includes('tidbok-session=')) {
    throw new Error(`the login ended at ${back.pathname}`);
  }
  return cookies;
};
