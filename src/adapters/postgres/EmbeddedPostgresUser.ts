import { Effect } from "effect"
import * as Fs from "node:fs"
import { refuse } from "./EmbeddedPostgresError.ts"
import { type OsUser, run } from "./EmbeddedPostgresProcess.ts"

/**
 * Who runs the server: ourselves (undefined), or, because PostgreSQL refuses root, an unprivileged
 * user: the owner of existing data, else `relaydesk` or `postgres`, else a new user `relaydesk`, else `nobody`.
 */
export const serverUser = Effect.fnUntraced(function* (cluster: string) {
  if (process.getuid?.() !== 0) return undefined
  const owner = Fs.statSync(cluster, { throwIfNoEntry: false })
  if (owner !== undefined && owner.uid !== 0) {
    return { name: String(owner.uid), uid: owner.uid, gid: owner.gid } satisfies OsUser
  }
  const existing = find("relaydesk") ?? find("postgres")
  if (existing !== undefined) return existing
  yield* run("useradd", ["--system", "--no-create-home", "--shell", "/usr/sbin/nologin", "relaydesk"])
  const user = find("relaydesk") ?? find("nobody")
  if (user !== undefined) return user
  return yield* refuse(
    "it cannot run as root and there is no user for it; create one: useradd --system relaydesk"
  )
})

/** Whether `user` can enter a directory; asked of the kernel, so that every kind of permission counts. */
export const canEnter = (directory: string, user: OsUser): Effect.Effect<boolean> =>
  Effect.map(run("/bin/sh", ["-c", 'cd "$1"', "sh", directory], user), ({ code }) => code === 0)

const find = (name: string): OsUser | undefined => {
  try {
    const line = Fs.readFileSync("/etc/passwd", "utf8")
      .split("\n")
      .map((entry) => entry.split(":"))
      .find((fields) => fields[0] === name)
    return line && { name, uid: Number(line[2]), gid: Number(line[3]) }
  } catch {
    return undefined
  }
}
