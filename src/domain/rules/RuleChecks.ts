import { languageProblem } from "../CustomerWords.ts"
import { guaranteeRuleProblems } from "../OwnGuarantee.ts"
import { aliasProblems } from "../parsing/AliasProblems.ts"
import type { Rules } from "../Rules.ts"
import { customReplyWarnings, templateWarnings } from "../templates/TemplateWarnings.ts"
import { isTemplateKey } from "../templates/TemplateVariants.ts"
import { entryOf } from "./RuleCatalogue.ts"

/** Something about one rule; `item` is its part: a word, a text's key, a service id. */
export interface RuleRemark {
  readonly field: keyof Rules
  readonly item: string | null
  readonly text: string
}

const remark = (field: keyof Rules, item: string | null, text: string): RuleRemark => ({ field, item, text })

/** Hours that a request may have to wait: up to a year. */
const mostHours = 8760
/** Days that a guarantee may last by the owner's rule for a service. */
const mostDays = 36_500

const wordProblems = ({ aliases, customCommands }: Rules): ReadonlyArray<RuleRemark> => {
  const ofAlias = Object.entries(aliases).map(([word, target]) => ({ word, target, kind: "alias" as const }))
  const ofCustom = customCommands.flatMap(({ name, words }) =>
    words.map((word) => ({ word, target: name, kind: "custom" as const }))
  )
  return aliasProblems([...ofAlias, ...ofCustom]).map(({ word, problem }) =>
    remark(Object.hasOwn(aliases, word) ? "aliases" : "customCommands", word, problem)
  )
}

const customProblems = ({ customCommands }: Rules): ReadonlyArray<RuleRemark> => {
  const names = new Set<string>()
  return customCommands.flatMap(({ name, reply }) => {
    const plain = name.trim().toLowerCase()
    const isTwice = names.has(plain)
    names.add(plain)
    return [
      ...(plain === "" ? [remark("customCommands", name, "The command has no name.")] : []),
      ...(isTwice
        ? [remark("customCommands", name, `There are two commands called "${name}". Rename one.`)]
        : []),
      ...(reply.trim() === ""
        ? [remark("customCommands", name, `Write what "${name}" is answered with.`)]
        : [])
    ]
  })
}

const perCommandProblems = ({ cooldownHoursByCommand }: Rules): ReadonlyArray<RuleRemark> => {
  const control = entryOf("cooldownHoursByCommand")?.control
  const commands = control?.kind === "per-command" ? control.commands : []
  return Object.keys(cooldownHoursByCommand)
    .filter((command) => !commands.includes(command))
    .map((command) =>
      remark(
        "cooldownHoursByCommand",
        command,
        `"${command}" has no waiting time. Choose one of: ${commands.join(", ")}.`
      )
    )
}

const serviceProblems = ({ guaranteeDaysByService }: Rules): ReadonlyArray<RuleRemark> =>
  Object.entries(guaranteeDaysByService).flatMap(([serviceId, days]) => {
    if (!/^\S{1,64}$/.test(serviceId)) {
      return [remark("guaranteeDaysByService", serviceId, "Write the service's id as the panel shows it.")]
    }
    return Number.isInteger(days) && days >= 0 && days <= mostDays
      ? []
      : [
          remark(
            "guaranteeDaysByService",
            serviceId,
            `Service ${serviceId}: write whole days from 0 to ${mostDays}.`
          )
        ]
  })

const bulkProblems = ({ bulkCooldownHours: hours }: Rules): ReadonlyArray<RuleRemark> =>
  hours === null || (hours >= 0 && hours <= mostHours)
    ? []
    : [remark("bulkCooldownHours", null, `Write hours from 0 to ${mostHours}, or leave it empty.`)]

const blankWords = ({ abuseWords }: Rules): ReadonlyArray<RuleRemark> =>
  abuseWords
    .filter((word) => !/[\p{L}\p{N}]/u.test(word))
    .map((word) => remark("abuseWords", word, `"${word}" holds no letter, so it fits no message.`))

type Texts = Rules["templates"]

/** Only texts that are new or other than before: an older version's keys stand in nobody's way. */
const textProblems = (field: keyof Rules, texts: Texts, before: Texts): ReadonlyArray<RuleRemark> =>
  Object.entries(texts)
    .filter(([key, text]) => !Object.hasOwn(before, key) || before[key] !== text)
    .flatMap(([key, text]) => {
      if (!isTemplateKey(key)) return [remark(field, key, `There is no text called "${key}".`)]
      return text.trim() === ""
        ? [remark(field, key, "An empty text cannot be sent. Reset it to get the usual one.")]
        : []
    })

const languageProblems = (rules: Rules, before: Rules): ReadonlyArray<RuleRemark> => [
  ...(languageProblem(rules.language) === null
    ? []
    : [remark("language", null, "Write a code such as en, bn or pt-BR.")]),
  ...Object.entries(rules.templatesByLanguage).flatMap(([language, texts]) =>
    languageProblem(language) === null
      ? textProblems("templatesByLanguage", texts, before.templatesByLanguage[language] ?? {})
      : [
          remark(
            "templatesByLanguage",
            language,
            `"${language}" is no language. Write a code such as en, bn or pt-BR.`
          )
        ]
  )
]

/** What refuses a change of the rules, each with what to do; `before` are the rules as they were. */
export const rulesProblems = (rules: Rules, before: Rules): ReadonlyArray<RuleRemark> => [
  ...wordProblems(rules),
  ...customProblems(rules),
  ...guaranteeRuleProblems(rules.guaranteeRules).map(({ index, problem }) =>
    remark("guaranteeRules", rules.guaranteeRules[index]?.pattern ?? null, problem)
  ),
  ...serviceProblems(rules),
  ...perCommandProblems(rules),
  ...bulkProblems(rules),
  ...blankWords(rules),
  ...textProblems("templates", rules.templates, before.templates),
  ...languageProblems(rules, before)
]

const textWarnings = (field: keyof Rules, texts: Texts, place = ""): ReadonlyArray<RuleRemark> =>
  Object.entries(texts).flatMap(([key, text]) =>
    templateWarnings(key, text).map((words) => remark(field, `${place}${key}`, words))
  )

/** What an owner should know of his rules; they count all the same. */
export const rulesWarnings = (rules: Rules): ReadonlyArray<RuleRemark> => [
  ...textWarnings("templates", rules.templates),
  ...Object.entries(rules.templatesByLanguage).flatMap(([language, texts]) =>
    textWarnings("templatesByLanguage", texts, `${language} `)
  ),
  ...(Object.hasOwn(rules.templatesByLanguage, rules.language)
    ? [
        remark(
          "templatesByLanguage",
          rules.language,
          "These texts are not used: customers of your own language get your own texts."
        )
      ]
    : []),
  ...rules.customCommands.flatMap(({ name, reply }) =>
    customReplyWarnings(reply).map((text) => remark("customCommands", name, text))
  ),
  ...(rules.supportNumber.trim() === ""
    ? [remark("supportNumber", null, "Your texts name a support number, and there is none yet.")]
    : []),
  ...(rules.isAbuseSuspended && rules.abuseWords.length === 0
    ? [remark("abuseWords", null, "The list is empty, so nobody is suspended for a word.")]
    : [])
]
