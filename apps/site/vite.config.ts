import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, defineConfig, type Plugin } from 'vite';

const SCRIPT_FOLDER = new URL('./src/enhance/', import.meta.url);
const EMBED_SCRIPT = new URL('./src/embed/main.ts', import.meta.url);

/** Named by its content, so that browsers keep it for ever. */
function scriptName(): string {
  const hash = createHash('sha256');
  for (const file of readdirSync(SCRIPT_FOLDER).sort()) {
    hash.update(readFileSync(new URL(file, SCRIPT_FOLDER)));
  }
  return `_app/immutable/assets/page.${hash.digest('hex').slice(0, 10)}.js`;
}

async function bundled(entry: URL, format: 'es' | 'iife'): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: fileURLToPath(entry), formats: [format], name: 'tidbok' },
      minify: true,
    },
  });
  const [bundle] = Array.isArray(built) ? built : [built];
  const chunk = bundle !== undefined && 'output' in bundle ? bundle.output[0] : undefined;
  if (chunk === undefined) throw new Error('the script of the pages was not built');
  return chunk.code;
}

/**
 * Builds the one small script that betters pages which are whole without it, and the one that a
 * clinic's own home page loads. SvelteKit builds
 * nothing for the browser here (`csr = false`), so it goes out as an asset of the server's build.
 */
function pageScript(): Plugin {
  const fileName = scriptName();
  return {
    name: 'page-script',
    config: async () => ({
      define: {
        SCRIPT_ADDRESS: JSON.stringify(`/${fileName}`),
        EMBED_SCRIPT: JSON.stringify(await bundled(EMBED_SCRIPT, 'iife')),
      },
    }),
    async generateBundle() {
      if (this.environment.name !== 'ssr') return;
      this.emitFile({
        type: 'asset',
        fileName,
        source: await bundled(new URL('main.ts', SCRIPT_FOLDER), 'es'),
      });
    },
  };
}

/**
 * The workspaces listed under `dependencies` in package.json stay outside the bundle:
 * Node loads their TypeScript itself, so `server.ts` and the routes share one instance of each.
 * Who may post a form is decided in hooks.server.ts, by host: the scheme differs behind a proxy.
 */
export default defineConfig({
  plugins: [sveltekit({ adapter: adapter(), csrf: { trustedOrigins: ['*'] } }), pageScript()],
});
