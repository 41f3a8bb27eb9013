import { setTimeout as sleep } from "node:timers/promises"
import type { RedisServer } from "../contracts/RedisServer.ts"
import type { Round, Scenario } from "./Scenario.ts"

const awayMillis = 8_000
const smokeAwayMillis = 1_500

type Step = readonly [what: string, (redis: RedisServer, round: Round) => Promise<void>]

const away = ({ isSmoke }: Round) => sleep(isSmoke ? smokeAwayMillis : awayMillis)

const steps: ReadonlyArray<Step> = [
  ["Redis forgets everything", (redis) => redis.flush()],
  [
    "Redis killed and started again, empty",
    async (redis, round) => {
      await redis.kill()
      await away(round)
      await redis.restart()
    }
  ],
  [
    "Redis frozen",
    async (redis, round) => {
      redis.freeze()
      await away(round)
      redis.thaw()
    }
  ],
  [
    "gateway killed and started while Redis is away",
    async (redis, round) => {
      await redis.kill()
      await round.stage.gateway.kill()
      await round.stage.gateway.start()
      await away(round)
      await redis.restart()
    }
  ]
]

/** Redis loses what it has, or is away: nothing of it is truth (RT-05). */
export const redisTrouble: Scenario = {
  name: "redis",
  fault: "Redis flushed, killed and started again, frozen, and away at the gateway's start, 8 s each",
  rounds: 12,
  smokeRounds: 3,
  perSecond: 8,
  needs: { hasRedis: true },
  strike: async (round) => {
    const [what, strike] = steps[round.index % steps.length] ?? steps[0]!
    if (round.stage.redis !== null) await strike(round.stage.redis, round)
    round.ended(what)
    await (round.isSmoke ? sleep(300) : round.caughtUp())
  }
}
