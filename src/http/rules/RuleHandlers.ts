import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { canonicalWords } from "../../domain/parsing/OwnWords.ts"
import { defaultRules } from "../../domain/Rules.ts"
import { riskOf, ruleCatalogue } from "../../domain/rules/RuleCatalogue.ts"
import { rulesProblems, rulesWarnings } from "../../domain/rules/RuleChecks.ts"
import { RuleBook, type RulesRead } from "../../ports/RuleBook.ts"
import { asker } from "../answers/Asker.ts"
import { refuse } from "../answers/References.ts"
import { Api } from "../Api.ts"
import { CurrentTenant } from "../api/Authorization.ts"
import { Conflict } from "../api/Refusals.ts"
import { changedMeanwhile, notTaken } from "./RuleAnswers.ts"

/** The owner's rule book and his own words. */
export const layer = HttpApiBuilder.group(
  Api,
  "rules",
  Effect.fn(function* (handlers) {
    const book = yield* RuleBook

    return handlers.handleAll({
      rules: Effect.fn("RulesApi.rules")(function* () {
        const read = yield* book.read(yield* CurrentTenant)
        return { ...rulesView(read), defaults: defaultRules, catalogue: ruleCatalogue }
      }),

      changeRules: Effect.fn("RulesApi.changeRules")(function* ({ payload }) {
        const { tenantId, by } = yield* asker
        const { version, set = {}, reset = [], confirmed = [] } = payload
        const { rules } = yield* book.read(tenantId)
        for (const { key, label } of ruleCatalogue) {
          if (!Object.hasOwn(set, key) || set[key] === rules[key] || confirmed.includes(key)) continue
          const risk = riskOf(key, set[key])
          if (risk !== null) {
            return yield* refuse(Conflict, `${label} is risky: ${risk} Confirm it to switch it on.`)
          }
        }
        const changed = yield* book
          .change(tenantId, { set, reset }, version, by)
          .pipe(Effect.catchTags({ RulesRefused: notTaken, RulesChanged: changedMeanwhile }))
        return rulesView(changed)
      }),

      aliases: Effect.fn("RulesApi.aliases")(function* () {
        return aliasesView(yield* book.read(yield* CurrentTenant))
      }),

      changeAliases: Effect.fn("RulesApi.changeAliases")(function* ({ payload }) {
        const { tenantId, by } = yield* asker
        const { version, aliases, customCommands } = payload
        const changed = yield* book
          .change(tenantId, { set: { aliases, customCommands }, reset: [] }, version, by)
          .pipe(Effect.catchTags({ RulesRefused: notTaken, RulesChanged: changedMeanwhile }))
        return aliasesView(changed)
      })
    })
  })
)

const rulesView = ({ rules, version }: RulesRead) => ({ rules, version, warnings: rulesWarnings(rules) })

const aliasesView = ({ rules, version }: RulesRead) => {
  const ofWords = ({ field }: { readonly field: string }) => field === "aliases" || field === "customCommands"
  return {
    version,
    aliases: rules.aliases,
    customCommands: rules.customCommands,
    targets: canonicalWords,
    problems: rulesProblems(rules, rules).filter(ofWords),
    warnings: rulesWarnings(rules).filter(ofWords)
  }
}
