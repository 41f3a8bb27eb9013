import { isObject } from "./Body.ts"

/** A parameter is missing or has the wrong type. */
export class InputError extends Error {}

/** Named parameters from a path, a query, a form or JSON; numbers and booleans may come as text. */
export class Input {
  readonly all: Readonly<Record<string, unknown>>

  constructor(all: Readonly<Record<string, unknown>>) {
    this.all = all
  }

  /** The same with some parameters replaced. */
  with(others: Readonly<Record<string, unknown>>): Input {
    return new Input({ ...this.all, ...others })
  }

  has(name: string): boolean {
    return this.all[name] !== undefined && this.all[name] !== null
  }

  optionalText(name: string): string | undefined {
    const value = this.all[name]
    if (typeof value === "string") return value
    return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined
  }

  text(name: string): string {
    return required(name, this.optionalText(name))
  }

  optionalNumber(name: string): number | undefined {
    const value = this.optionalText(name)
    if (value === undefined || value.trim() === "") return undefined
    const number = Number(value)
    if (!Number.isFinite(number)) throw new InputError(`${name} must be a number`)
    return number
  }

  number(name: string): number {
    return required(name, this.optionalNumber(name))
  }

  flag(name: string): boolean | undefined {
    const value = this.optionalText(name)?.toLowerCase()
    return value === undefined ? undefined : value === "true" || value === "1"
  }

  /** An array or object; from a form it comes as JSON text. */
  json(name: string): unknown {
    const value = this.all[name]
    if (typeof value !== "string") return value
    try {
      return JSON.parse(value)
    } catch {
      return undefined
    }
  }

  object(name: string): Record<string, unknown> | undefined {
    const value = this.json(name)
    return isObject(value) ? value : undefined
  }

  list(name: string): ReadonlyArray<unknown> {
    const value = this.json(name)
    return Array.isArray(value) ? value : []
  }
}

const required = <T>(name: string, value: T | undefined): T => {
  if (value === undefined) throw new InputError(`${name} is missing`)
  return value
}
