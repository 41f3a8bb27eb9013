import type { ActorKind, Resident } from "../../ports/Residents.ts"

/** An actor that lives somewhere, as its process tells of it. */
export interface LivingActor {
  readonly kind: ActorKind
  readonly id: string
  readonly since: number
  readonly depth: number
  readonly handled: number
  readonly restarts: number
  readonly lastDefect: string | null
  readonly lastDefectAt: number | null
  readonly lastActiveAt: number
  readonly askedBy: string | null
}

/** More of one workspace and kind are not told: what is busy and what fails comes first, then what was active last. */
export const mostLiving = 300

/** The actors of one workspace in this process. */
export const livingActors = (
  residents: Iterable<Resident>,
  sizeOf: (kind: ActorKind, id: string) => number,
  tenantId: string
): ReadonlyArray<LivingActor> => {
  const own: Array<LivingActor> = []
  for (const { waiting, ...one } of residents) {
    if (one.id !== tenantId && !one.id.startsWith(`${tenantId}/`)) continue
    own.push({ ...one, depth: sizeOf(one.kind, one.id) + waiting() })
  }
  return Object.values(Object.groupBy(own, ({ kind }) => kind)).flatMap((kin) =>
    kin
      .toSorted((a, b) => b.depth - a.depth || b.restarts - a.restarts || b.lastActiveAt - a.lastActiveAt)
      .slice(0, mostLiving)
  )
}
