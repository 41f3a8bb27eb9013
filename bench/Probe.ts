import { writeFileSync } from "node:fs"
import { Session } from "node:inspector/promises"

/*
 * Loaded into a measured process with --import: answers questions about it that only it can answer. The process must
 * have an IPC channel and, for memory, --expose-gc.
 */

/** What a measured process is asked. */
export type Question =
  | { readonly ask: "usage" }
  | { readonly ask: "profile" }
  | { readonly ask: "saveProfile"; readonly path: string }

/** What it answers; memory is that which stays after a collection. */
export interface Usage {
  readonly cpuMs: number
  readonly rss: number
  readonly heapUsed: number
}

const usage = async (): Promise<Usage> => {
  const { user, system } = process.cpuUsage()
  // Twice: what finalizers let go in the first round is collected in the second.
  for (let round = 0; round < 2; round += 1) {
    globalThis.gc?.()
    await new Promise((resolve) => setImmediate(resolve))
  }
  const { rss, heapUsed } = process.memoryUsage()
  return { cpuMs: (user + system) / 1000, rss, heapUsed }
}

const inspector = new Session()

const answer = async (question: Question): Promise<Usage | null> => {
  switch (question.ask) {
    case "usage":
      return usage()
    case "profile":
      inspector.connect()
      await inspector.post("Profiler.enable")
      await inspector.post("Profiler.setSamplingInterval", { interval: 500 })
      await inspector.post("Profiler.start")
      return null
    case "saveProfile": {
      const { profile } = await inspector.post("Profiler.stop")
      writeFileSync(question.path, JSON.stringify(profile))
      inspector.disconnect()
      return null
    }
  }
}

if (process.send !== undefined) {
  process.on("message", (question: Question) => void answer(question).then((said) => process.send?.(said)))
  // The gateway ends when its own work ends, not when the bench lets go of it.
  process.channel?.unref()
}
