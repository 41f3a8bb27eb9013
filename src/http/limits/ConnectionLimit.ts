import type { Socket } from "node:net"
import { addressGroup, isLoopback } from "../ClientAddress.ts"

/**
 * For a server's "connection" event: ends those of an address that has `most` open already. A proxy on this machine brings
 * everybody, so loopback is not counted.
 */
export const limitConnections = (most: number) => {
  const open = new Map<string, number>()
  return (socket: Pick<Socket, "remoteAddress" | "destroy" | "once">) => {
    const { remoteAddress } = socket
    if (remoteAddress === undefined || isLoopback(remoteAddress)) return
    const group = addressGroup(remoteAddress)
    const count = (open.get(group) ?? 0) + 1
    if (count > most) {
      socket.destroy()
      return
    }
    open.set(group, count)
    socket.once("close", () => {
      const left = (open.get(group) ?? 1) - 1
      if (left === 0) open.delete(group)
      else open.set(group, left)
    })
  }
}
