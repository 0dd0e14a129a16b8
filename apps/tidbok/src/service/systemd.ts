import { scriptOf, serviceName, type Served, type ServicePlan, type Step } from './plan.ts';

const stateFolder = '/var/lib/tidbok';

export const unitPath = (served: Served): string =>
  `/etc/systemd/system/${serviceName(served)}.service`;

/** Ports, databases and the like; the environment's names are those of the README. */
export const settingsPath = (served: Served): string => `/etc/tidbok/${serviceName(served)}.env`;

/**
 * The systemd unit: starts with the computer, starts again whenever it ends, and may write only
 * its own data and (where it builds its pages after an update) its own folder.
 */
export function systemdUnit(plan: ServicePlan): string {
  const { served, root, node, user } = plan;
  const isAll = served === 'all';
  // The Online Client alone is nothing without the name of the book's database.
  const settings = `EnvironmentFile=${isAll ? '-' : ''}${settingsPath(served)}`;
  return [
    '[Unit]',
    `Description=Tidbok: ${isAll ? 'book, booking site and Online Client' : 'Online Client'}`,
    'Wants=network-online.target',
    'After=network-online.target postgresql.service',
    'StartLimitIntervalSec=0',
    ...(isAll ? [] : ['Conflicts=tidbok.service']),
    '',
    '[Service]',
    'Type=exec',
    `User=${user}`,
    `WorkingDirectory=${escaped(root)}`,
    `ExecStart=${word(node)} ${word(`${root}/${scriptOf(served)}`)}`,
    'Environment=NODE_ENV=production',
    `Environment=TIDBOK_DATA=${stateFolder}`,
    `Environment=HOME=${stateFolder}`,
    ...(isAll ? ['Environment=TIDBOK_DEMO=0'] : []),
    settings,
    'Restart=always',
    'RestartSec=5',
    'KillMode=mixed',
    'TimeoutStopSec=60',
    'StateDirectory=tidbok',
    'StateDirectoryMode=0711',
    'UMask=0077',
    ...hardening,
    ...(isAll ? [`ReadWritePaths=${word(root)}`] : []),
    '',
    '[Install]',
    'WantedBy=multi-user.target',
    '',
  ].join('\n');
}

/** Node compiles as it runs, so memory that is both written and run stays allowed. */
const hardening = [
  'NoNewPrivileges=yes',
  'CapabilityBoundingSet=',
  'ProtectSystem=strict',
  'ProtectHome=read-only',
  'PrivateTmp=yes',
  'PrivateDevices=yes',
  'ProtectClock=yes',
  'ProtectHostname=yes',
  'ProtectKernelLogs=yes',
  'ProtectKernelModules=yes',
  'ProtectKernelTunables=yes',
  'ProtectControlGroups=yes',
  'RestrictSUIDSGID=yes',
  'RestrictRealtime=yes',
  'RestrictNamespaces=yes',
  'LockPersonality=yes',
  'SystemCallArchitectures=native',
  'RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK',
];

export function installOnLinux(plan: ServicePlan): Step[] {
  const unit = `${serviceName(plan.served)}.service`;
  const account = ['useradd', '--system', '--home-dir', stateFolder, '--shell'] as const;
  return [
    {
      type: 'run',
      command: [...account, '/usr/sbin/nologin', plan.user],
      unless: ['id', '-u', plan.user],
    },
    { type: 'write', path: unitPath(plan.served), text: systemdUnit(plan) },
    { type: 'run', command: ['systemctl', 'daemon-reload'] },
    { type: 'run', command: ['systemctl', 'enable', unit] },
    { type: 'run', command: ['systemctl', 'restart', unit] },
  ];
}

/** What was booked stays where it lies: only the service goes. */
export function uninstallOnLinux(served: Served): Step[] {
  const unit = `${serviceName(served)}.service`;
  return [
    { type: 'run', command: ['systemctl', 'disable', '--now', unit], mayFail: true },
    { type: 'remove', path: unitPath(served) },
    { type: 'run', command: ['systemctl', 'daemon-reload'] },
  ];
}

/** `%` begins a specifier of systemd's. */
function escaped(path: string): string {
  return path.replaceAll('%', '%%');
}

function word(path: string): string {
  return /[\s"'\\]/.test(path)
    ? `"${escaped(path).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
    : escaped(path);
}
