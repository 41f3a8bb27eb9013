import type { Round, Scenario } from "./Scenario.ts"

interface Turn {
  readonly scenario: Scenario
  readonly index: number
}

/** The small rounds of several scenarios on one stage, one after the other: opening a stage takes longer than most of them. */
export const medley = (name: string, scenarios: ReadonlyArray<Scenario>): Scenario => {
  const turns = scenarios.flatMap((scenario) =>
    Array.from({ length: scenario.smokeRounds }, (_, index): Turn => ({ scenario, index }))
  )
  return {
    name,
    fault: scenarios.map((scenario) => `${scenario.name} ×${scenario.smokeRounds}`).join(", "),
    rounds: turns.length,
    smokeRounds: turns.length,
    perSecond: Math.min(...scenarios.map(({ perSecond }) => perSecond)),
    needs: Object.assign({}, ...scenarios.map(({ needs }) => needs)),
    strike: async (round) => {
      const turn = turns[round.index % turns.length]
      if (turn === undefined) return
      const { scenario, index } = turn
      const own: Round = {
        ...round,
        index,
        ended: (what) => round.ended(what === undefined ? scenario.name : `${scenario.name}: ${what}`)
      }
      await scenario.strike(own)
    }
  }
}
