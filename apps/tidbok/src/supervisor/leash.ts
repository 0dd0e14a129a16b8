/**
 * Loaded before a part's own code (`node --import`). A part stops when the supervisor asks, and
 * also when the supervisor is killed: then the channel between them closes. Windows has no
 * signals to send, so the message stands for one everywhere.
 */
const longestGoodbyeMs = 5_000;

let isLeaving = false;

function leave(): void {
  if (isLeaving) return;
  isLeaving = true;
  if (process.listenerCount('SIGTERM') === 0) process.exit(0);
  setTimeout(() => process.exit(0), longestGoodbyeMs).unref();
  process.emit('SIGTERM', 'SIGTERM');
}

if (process.channel) {
  process.on('message', (message) => {
    if (message === 'stop') leave();
  });
  process.on('disconnect', leave);
  // The channel alone shall not keep a part alive.
  process.channel.unref();
}
