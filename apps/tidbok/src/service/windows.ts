import { scriptOf, serviceName, type Served, type ServicePlan, type Step } from './plan.ts';

const folder = String.raw`C:\ProgramData\Tidbok`;

const hostSource = (served: Served): string => `${folder}\\${serviceName(served)}.cs`;
const hostProgram = (served: Served): string => `${folder}\\${serviceName(served)}.exe`;

/** The compiler that comes with every Windows 10 and 11. */
const compiler = String.raw`C:\Windows\Microsoft.NET\Framework64\v4.0.30319\csc.exe`;

/**
 * Windows' service manager speaks only with programs that answer it, which Node does not: this
 * small host does, keeps Node running, and starts it again when it ends.
 */
export function windowsHost(plan: ServicePlan): string {
  const { served, root, node } = plan;
  const script = `${root}\\${scriptOf(served).replaceAll('/', '\\')}`;
  return `using System.Diagnostics;
using System.ServiceProcess;
using System.Threading;

public class TidbokService : ServiceBase {
  readonly object gate = new object();
  Process running;
  bool leaving;

  public TidbokService() { ServiceName = ${literal(serviceName(served))}; CanShutdown = true; }

  protected override void OnStart(string[] arguments) {
    var keeper = new Thread(Keep);
    keeper.IsBackground = true;
    keeper.Start();
  }

  void Keep() {
    while (true) {
      Process started;
      lock (gate) {
        if (leaving) return;
        var what = new ProcessStartInfo(${literal(node)}, "\\"" + ${literal(script)} + "\\"");
        what.WorkingDirectory = ${literal(root)};
        what.UseShellExecute = false;
        what.EnvironmentVariables["NODE_ENV"] = "production";
        what.EnvironmentVariables["TIDBOK_DATA"] = ${literal(`${folder}\\data`)};
        if (!what.EnvironmentVariables.ContainsKey("TIDBOK_DEMO"))
          what.EnvironmentVariables["TIDBOK_DEMO"] = "0";
        running = started = Process.Start(what);
      }
      started.WaitForExit();
      Thread.Sleep(5000);
    }
  }

  protected override void OnStop() {
    lock (gate) {
      leaving = true;
      if (running != null && !running.HasExited) running.Kill();
    }
  }

  protected override void OnShutdown() { OnStop(); }

  public static void Main() { ServiceBase.Run(new TidbokService()); }
}
`;
}

/** As the account of the service alone, which has no rights but those given to it here. */
export function installOnWindows(plan: ServicePlan): Step[] {
  const { served, root } = plan;
  const name = serviceName(served);
  const program = hostProgram(served);
  const account = `NT SERVICE\\${name}`;
  const title = served === 'all' ? 'Tidbok' : 'Tidbok Online Client';
  return [
    { type: 'write', path: hostSource(served), text: windowsHost(plan) },
    {
      type: 'run',
      command: [
        compiler,
        '/nologo',
        '/target:exe',
        '/reference:System.ServiceProcess.dll',
        `/out:${program}`,
        hostSource(served),
      ],
    },
    {
      type: 'run',
      command: [
        'sc.exe',
        'create',
        name,
        'binPath=',
        program,
        'start=',
        'auto',
        'DisplayName=',
        title,
        'obj=',
        account,
      ],
    },
    {
      type: 'run',
      command: ['sc.exe', 'failure', name, 'reset=', '0', 'actions=', 'restart/5000'],
    },
    { type: 'run', command: ['icacls.exe', folder, '/grant', `${account}:(OI)(CI)M`] },
    { type: 'run', command: ['icacls.exe', root, '/grant', `${account}:(OI)(CI)M`] },
    { type: 'run', command: ['sc.exe', 'start', name] },
  ];
}

export function uninstallOnWindows(served: Served): Step[] {
  const name = serviceName(served);
  return [
    { type: 'run', command: ['sc.exe', 'stop', name], mayFail: true },
    { type: 'run', command: ['sc.exe', 'delete', name] },
    { type: 'remove', path: hostProgram(served) },
    { type: 'remove', path: hostSource(served) },
  ];
}

/** A verbatim string of C#. */
function literal(text: string): string {
  return `@"${text.replaceAll('"', '""')}"`;
}
