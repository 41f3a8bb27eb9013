import { readdirSync, readFileSync, readlinkSync } from "node:fs"

const established = "01"

/** How many connections of a process to a port on this machine are open, as the kernel says. */
export const connectionsTo = (pid: number, port: number): number => {
  const own = socketsOf(pid)
  const lines = ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((file) => readFileSync(file, "utf8").split("\n"))
  return lines.filter((line) => {
    const fields = line.trim().split(/\s+/)
    const remote = fields[2]?.split(":")[1]
    return (
      remote !== undefined &&
      Number.parseInt(remote, 16) === port &&
      fields[3] === established &&
      own.has(fields[9] ?? "")
    )
  }).length
}

const socketsOf = (pid: number): ReadonlySet<string> => {
  const found = new Set<string>()
  try {
    for (const fd of readdirSync(`/proc/${pid}/fd`)) {
      const inode = /^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${fd}`))?.[1]
      if (inode !== undefined) found.add(inode)
    }
  } catch {
    // The process has ended.
  }
  return found
}

const linkOf = (path: string): string => {
  try {
    return readlinkSync(path)
  } catch {
    return ""
  }
}
