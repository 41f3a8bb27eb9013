import { once } from "node:events"
import { type AddressInfo, connect, createServer, type Socket } from "node:net"

/** Which way bytes go: `up` from the gateway to the world, `down` from the world to the gateway. */
export type Direction = "up" | "down"

/** A stretch of network between the gateway and one server of the world. */
export interface Relay {
  readonly port: number
  /** Packets of one direction vanish from now on, on old and new connections; both sides see them as open. */
  readonly vanish: (direction: Direction) => void
  /** Packets pass again. What vanished arrives late, as after TCP's own repeats. */
  readonly heal: () => void
  /** Packets of new connections pass again; the old ones stay dead, as when a router has forgotten them. */
  readonly forget: () => void
  readonly close: () => Promise<void>
}

interface Pair {
  readonly near: Socket
  readonly far: Socket
}

/** Passes TCP connections on to a loopback port. */
export const openRelay = async (target: number): Promise<Relay> => {
  const pairs = new Set<Pair>()
  const vanishing = new Set<Direction>()

  const hold = ({ near, far }: Pair) => {
    if (vanishing.has("up")) near.pause()
    if (vanishing.has("down")) far.pause()
  }
  const server = createServer((near) => {
    const far = connect(target, "127.0.0.1")
    const pair = { near, far }
    pairs.add(pair)
    near.setNoDelay(true)
    far.setNoDelay(true)
    for (const [from, to] of [
      [near, far],
      [far, near]
    ] as const) {
      // Not piped: a pipe would resume what is held. Nobody here sends more than memory holds.
      from.on("data", (bytes) => void to.write(bytes))
      from.on("end", () => to.end())
      from.on("error", () => to.resetAndDestroy())
      from.on("close", () => {
        pairs.delete(pair)
        to.destroySoon()
      })
    }
    hold(pair)
  }).listen(0, "127.0.0.1")
  await once(server, "listening")

  return {
    port: (server.address() as AddressInfo).port,
    vanish: (direction) => {
      vanishing.add(direction)
      for (const pair of pairs) hold(pair)
    },
    heal: () => {
      vanishing.clear()
      for (const { near, far } of pairs) {
        near.resume()
        far.resume()
      }
    },
    forget: () => vanishing.clear(),
    close: async () => {
      server.close()
      for (const { near, far } of pairs) {
        near.destroy()
        far.destroy()
      }
      await once(server, "close")
    }
  }
}
