import { connect, createServer, type AddressInfo, type Socket } from "node:net"

/** A wire to a port that can be cut: everything on it ends, and new connections are refused until it is mended. */
export interface Wire {
  readonly port: number
  readonly cut: () => void
  readonly mend: () => void
  readonly close: () => Promise<void>
}

/** Lays a wire on loopback to `target`. */
export const layWire = async (target: number): Promise<Wire> => {
  const open = new Set<Socket>()
  let isCut = false
  const server = createServer((near) => {
    if (isCut) return near.resetAndDestroy()
    const far = connect(target, "127.0.0.1")
    const ends = [near, far] as const
    for (const [index, end] of ends.entries()) {
      open.add(end)
      end.on("error", () => end.destroy())
      end.on("close", () => {
        open.delete(end)
        ends[1 - index]?.destroy()
      })
    }
    near.pipe(far).pipe(near)
    return undefined
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const cut = () => {
    isCut = true
    for (const end of open) end.destroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    mend: () => (isCut = false),
    close: async () => {
      cut()
      await new Promise((resolve) => server.close(resolve))
    }
  }
}
