import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import type { TenantId } from "../../domain/Ids.ts"
import { inLanguage, type Rules } from "../../domain/Rules.ts"
import { renderTemplate } from "../../domain/Templates.ts"
import { customVariables, knownVariables, variableExamples } from "../../domain/templates/KnownVariables.ts"
import { ownTexts, shelvedText, templateShelves } from "../../domain/templates/TemplateShelf.ts"
import { customReplyWarnings, templateWarnings } from "../../domain/templates/TemplateWarnings.ts"
import { isTemplateKey } from "../../domain/templates/TemplateVariants.ts"
import type { RuleChange } from "../../domain/rules/ChangeRules.ts"
import { RuleBook } from "../../ports/RuleBook.ts"
import { filled, notFound } from "../answers/Lists.ts"
import { Api } from "../Api.ts"
import { CurrentLogin, CurrentTenant } from "../api/Authorization.ts"
import { changedMeanwhile, notTaken } from "./RuleAnswers.ts"
import { makeRealData } from "./RealData.ts"

/** Editors of different texts do not get in each other's way: the change is made again on what is there now. */
const tries = 5

/** What customers read, text by text. */
export const layer = HttpApiBuilder.group(
  Api,
  "templates",
  Effect.fn(function* (handlers) {
    const book = yield* RuleBook
    const realData = yield* makeRealData

    const edit = Effect.fnUntraced(function* (key: string, language: string | null, text: string | null) {
      if (!isTemplateKey(key)) return yield* notFound
      const tenantId = yield* CurrentTenant
      const { username } = yield* CurrentLogin
      const { rules, version } = yield* Effect.flatMap(book.read(tenantId), (seen) =>
        book.change(tenantId, withText(seen.rules, language, key, text), seen.version, username)
      ).pipe(
        Effect.retry({ times: tries, while: ({ _tag }) => _tag === "RulesChanged" }),
        Effect.catchTags({ RulesRefused: notTaken, RulesChanged: changedMeanwhile })
      )
      return { version, template: shelvedText(rules, language, key) }
    })

    const variablesOf = Effect.fnUntraced(function* (
      tenantId: TenantId,
      known: Readonly<Record<string, string>>,
      options: { readonly orderId: string | null; readonly isSample: boolean; readonly rules: Rules }
    ) {
      if (options.isSample) return { source: null, variables: known }
      const real = yield* realData(tenantId, options.rules, options.orderId)
      if (real === null) return yield* notFound
      const variables = Object.entries(known).map(([name, example]) => [
        name,
        real.variables[name] ?? example
      ])
      return {
        source: real.source,
        variables: Object.fromEntries(variables) as Readonly<Record<string, string>>
      }
    })

    return handlers.handleAll({
      templates: Effect.fn("TemplatesApi.templates")(function* ({ query }) {
        const { rules, version } = yield* book.read(yield* CurrentTenant)
        const language = filled(query.language) ?? rules.language
        return {
          version,
          language,
          languages: [...new Set([rules.language, ...Object.keys(rules.templatesByLanguage)])],
          examples: variableExamples,
          groups: templateShelves(rules, language)
        }
      }),

      setTemplate: Effect.fn("TemplatesApi.setTemplate")(function* ({ params, payload }) {
        return yield* edit(params.key, filled(payload.language ?? undefined), payload.text)
      }),

      resetTemplate: Effect.fn("TemplatesApi.resetTemplate")(function* ({ params, query }) {
        return yield* edit(params.key, filled(query.language), null)
      }),

      previewTemplate: Effect.fn("TemplatesApi.previewTemplate")(function* ({ payload }) {
        const { key, text, isSample = false } = payload
        const isCustom = key === "custom"
        if (!isCustom && !isTemplateKey(key)) return yield* notFound
        const tenantId = yield* CurrentTenant
        const { rules } = yield* book.read(tenantId)
        const { source, variables } = yield* variablesOf(
          tenantId,
          isCustom ? customVariables : knownVariables(key),
          {
            orderId: filled(payload.orderId),
            isSample,
            rules: inLanguage(rules, filled(payload.language ?? undefined))
          }
        )
        return {
          text: renderTemplate({ templates: { [key]: text } }, key, variables),
          source,
          variables,
          warnings: isCustom ? customReplyWarnings(text) : templateWarnings(key, text)
        }
      })
    })
  })
)

/** The change that writes one text, or takes it away (null). */
const withText = (rules: Rules, language: string | null, key: string, text: string | null): RuleChange => {
  const { [key]: _, ...others } = ownTexts(rules, language)
  const texts = text === null ? others : { ...others, [key]: text }
  if (language === null || language === rules.language) return { set: { templates: texts }, reset: [] }
  const { [language]: __, ...languages } = rules.templatesByLanguage
  const isEmpty = Object.keys(texts).length === 0
  return {
    set: { templatesByLanguage: isEmpty ? languages : { ...languages, [language]: texts } },
    reset: []
  }
}
