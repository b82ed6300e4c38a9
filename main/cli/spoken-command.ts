import type { ErrorOptions, Help, Option } from 'commander'
import { Command, InvalidArgumentError } from 'commander'
import type { CommandHelp, UsageMessages } from '../core/messages/command-catalogue.js'
import type { Messages } from '../core/messages/catalogue.js'

/** A command of commander's that says everything, headings and mistakes alike, in the words of the catalogue. */
export class SpokenCommand extends Command {
  private readonly messages: Messages

  constructor(messages: Messages, name?: string) {
    super(name)
    this.messages = messages
    this.configureHelp(wordsOfHelp(messages.help))
  }

  override createCommand(name?: string): Command {
    return new SpokenCommand(this.messages, name)
  }

  override error(message: string, options?: ErrorOptions): never {
    return super.error(sentenceOf(this.messages.usage, options?.code, message), options)
  }
}

/** Accepts one of the words only; they stand in the help as well. */
export function choice(option: Option, words: readonly string[], { oneOf }: UsageMessages): Option {
  return option.choices(words).argParser((text: string) => {
    if (!words.includes(text)) throw new InvalidArgumentError(oneOf(words))
    return text
  })
}

/**
 * What commander complains of, in our words. It hands over a sentence of its own with what was typed between quotation
 * marks, and the code of the complaint; a complaint that is not known here is better said in its words than not at all.
 */
function sentenceOf(usage: UsageMessages, code: string | undefined, message: string): string {
  const quoted = /'(.*)'/s.exec(message)?.[1] ?? ''
  const sentences: Readonly<Record<string, (() => string) | undefined>> = {
    'commander.unknownOption': () => usage.unknownOption(quoted),
    'commander.unknownCommand': () => usage.unknownCommand(quoted),
    'commander.missingArgument': () => usage.missingArgument(quoted),
    'commander.optionMissingArgument': () => usage.optionWithoutValue(quoted),
    'commander.missingMandatoryOptionValue': () => usage.optionNeeded(quoted),
    'commander.excessArguments': () => usage.tooManyNames,
    'commander.invalidArgument': () => invalidValue(usage, message),
  }
  return sentences[code ?? '']?.() ?? message
}

/** `error: option '-j, --jobs <count>' argument '0' is invalid. Give …`, and likewise for what stands alone. */
function invalidValue(usage: UsageMessages, message: string): string {
  const [, flags, given, advice] = /^error: option '(.*?)' argument '(.*)' is invalid\. (.*)$/s.exec(message) ?? []
  if (flags !== undefined && given !== undefined && advice !== undefined) return usage.wrongValue(flags, given, advice)
  const [, name, hint] =
    /^error: command-argument value '.*' is invalid for argument '(.*?)'\. (.*)$/s.exec(message) ?? []
  return name !== undefined && hint !== undefined ? usage.wrongName(name, hint) : message
}

function wordsOfHelp(help: CommandHelp): Partial<Help> {
  const titles: Readonly<Record<string, string>> = {
    'Usage:': help.titles.usage,
    'Arguments:': help.titles.arguments,
    'Options:': help.titles.options,
    'Commands:': help.titles.commands,
  }
  return {
    styleTitle: (title) => titles[title] ?? title,
    optionDescription: ({ argChoices, defaultValue, required, description }) => {
      const shown = [
        ...(argChoices ? [help.choices(argChoices)] : []),
        ...(defaultValue !== undefined && required ? [help.byDefault(String(defaultValue))] : []),
      ]
      return shown.length > 0 ? `${description} (${shown.join(', ')})` : description
    },
  }
}
