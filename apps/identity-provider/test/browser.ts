/** A browser without pictures: keeps cookies and follows one redirect at a time. */
export class TinyBrowser {
  readonly #cookies = new Map<string, string>();
  readonly #agent: string;

  constructor(agent = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36') {
    this.#agent = agent;
  }

  async go(url: string, form?: Record<string, string>): Promise<Page> {
    const answer = await fetch(url, {
      redirect: 'manual',
      method: form === undefined ? 'GET' : 'POST',
      headers: {
        'user-agent': this.#agent,
        'accept-language': 'sv',
        cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(form === undefined ? {} : { origin: new URL(url).origin }),
      },
      ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      const at = pair.indexOf('=');
      this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    const location = answer.headers.get('location');
    return {
      status: answer.status,
      text: await answer.text(),
      location: location === null ? null : new URL(location, url).href,
    };
  }

  /** Follows redirects until a page, or an address that starts as `stop` says. */
  async follow(url: string, stop: string): Promise<Page & { readonly url: string }> {
    let at = url;
    for (let hops = 0; hops < 12; hops += 1) {
      if (at.startsWith(stop)) return { status: 0, text: '', location: null, url: at };
      const page = await this.go(at);
      if (page.location === null) return { ...page, url: at };
      at = page.location;
    }
    throw new Error('too many redirects');
  }
}

export interface Page {
  readonly status: number;
  readonly text: string;
  readonly location: string | null;
}
