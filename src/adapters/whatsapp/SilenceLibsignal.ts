// libsignal 6.0.0 prints whole sessions with their private keys (session_record.js, session_builder.js,
// session_cipher.js, curve.js, queue_job.js); these are the beginnings of everything it prints.
const prefixes = [
  "Closing session:",
  "Opening session:",
  "Removing old closed session:",
  "Migrating session to:",
  "Session already closed",
  "Session already open",
  "Session error:",
  "Closing open session in favor of incoming prekey bundle",
  "Decrypted message with closed session.",
  "Failed to decrypt message with any known session",
  "V1 session storage migration error",
  "WARNING: Expected pubkey of length 33",
  "Unhandled bucket type (for naming):"
]

/** Whether a console call comes from libsignal, whose output holds private keys. */
const isFromLibsignal = (first: unknown): boolean =>
  typeof first === "string" && prefixes.some((prefix) => first.startsWith(prefix))

for (const level of ["log", "info", "warn", "error"] as const) {
  const print = console[level].bind(console)
  console[level] = (...args: ReadonlyArray<unknown>) => {
    if (!isFromLibsignal(args[0])) print(...args)
  }
}
