import os from 'node:os'
import type { Command, OutputConfiguration } from 'commander'
import { Argument, CommanderError, Option } from 'commander'
import type { RedactRequest } from '../core/contract/requests.js'
import { thoroughnessSchema } from '../core/detection/types.js'
import { outputFormatSchema } from '../core/media/formats.js'
import { redactionStyleSchema } from '../core/redaction/types.js'
import type { OptionName } from '../core/messages/command-catalogue.js'
import type { OutputFormat } from '../core/media/formats.js'
import type { VideoFormat, VideoPart, VideoQuality, VideoSound } from '../core/video/types.js'
import { videoFormatSchema, videoQualitySchema, videoSoundSchema } from '../core/video/types.js'
import type { RedactionStyle, Color } from '../core/redaction/types.js'
import type { Thoroughness } from '../core/detection/types.js'
import { printable } from '../core/messages/printable.js'
import type { CommandContext, EngineChoices } from './command-context.js'
import { withChoices } from './command-context.js'
import { inspectCommand, verifyCommand } from './examine-commands.js'
import type { ExitCode } from './exit-codes.js'
import { exitCode } from './exit-codes.js'
import { addModelCommand, listModelsCommand, removeModelCommand } from './models-commands.js'
import { createOptionValues } from './option-values.js'
import { redactCommand } from './redact-command.js'
import { choice, SpokenCommand } from './spoken-command.js'
import { expandWildcards } from './wildcards.js'

type CoverExtent = RedactRequest['cover']

interface RedactFlags {
  readonly out: string
  readonly recursive?: boolean
  readonly watch?: boolean
  readonly thoroughness: Thoroughness
  readonly style: RedactionStyle
  readonly color?: Color
  readonly grow?: number
  readonly format?: OutputFormat | VideoFormat
  readonly quality: VideoQuality
  readonly maxSize?: { maxSizePx: number } | { maxShortSidePx: number }
  readonly audio: VideoSound
  readonly trim?: VideoPart
  readonly compatible?: boolean
  readonly poster?: boolean
  readonly roundSize?: boolean
  readonly defeatFingerprint?: boolean
  readonly names: 'neutral' | 'keep'
  readonly keepFolders?: boolean
  readonly jobs: number
  readonly dryRun?: boolean
  readonly keep?: readonly string[]
  readonly allowInconsistent?: boolean
  readonly cover: CoverExtent
  readonly json?: boolean
  readonly report?: string
  readonly shareReport?: string
  readonly maxPixels?: number
  readonly quiet?: boolean
  readonly ffmpeg?: string
}

type ExamineFlags = Pick<RedactFlags, 'ffmpeg' | 'recursive' | 'thoroughness' | 'json' | 'maxPixels' | 'quiet'>

/** Reads the command line and runs what it asks for. */
export async function runProgram(context: CommandContext, args: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = exitCode.usage
  const program = buildProgram(context, (ended) => (code = ended))
  try {
    await program.parseAsync([...args], { from: 'user' })
    return code
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return error.exitCode === 0 ? exitCode.safe : exitCode.usage
  }
}

function buildProgram(context: CommandContext, onEnd: (code: ExitCode) => void): Command {
  const { help } = context.messages
  const program = new SpokenCommand(context.messages, 'zaslona')
    .description(help.zaslona)
    .version(context.version, '-V, --version', help.version)
    .helpOption('-h, --help', help.help)
    .helpCommand(false)
    .addHelpText('after', `\n${help.exitCodes}`)
    .showSuggestionAfterError(false)
    .exitOverride()
    .configureOutput(outputOf(context))
  addRedact(program, context, onEnd)
  addExamination(program, context, 'inspect', inspectCommand, onEnd)
  addExamination(program, context, 'verify', verifyCommand, onEnd)
  addModels(program, context, onEnd)
  return program
}

/** commander's own messages repeat what was typed, which may hold anything. */
function outputOf({ terminal, messages }: CommandContext): OutputConfiguration {
  return {
    writeOut: (text) => terminal.data(text.trimEnd()),
    writeErr: (text) => terminal.message(text.trimEnd()),
    outputError: (text) => terminal.error(`${printable(text.trim())}\n${messages.usage.hint}`),
  }
}

function addRedact(program: Command, context: CommandContext, onEnd: (code: ExitCode) => void): void {
  const { help } = context.messages
  const values = createOptionValues(context.messages)
  const option = (flags: string, name: OptionName): Option => new Option(flags, help.options[name])
  const oneOf = (flags: string, name: OptionName, words: readonly string[]): Option =>
    choice(option(flags, name), words, context.messages.usage)
  const command = program
    .command('redact')
    .description(help.redact)
    .addArgument(new Argument('<inputs...>', help.arguments.inputs).argParser(values.names))
    .addOption(option('-o, --out <folder>', 'out').argParser(values.name).makeOptionMandatory())
    .addOption(oneOf('--style <style>', 'style', redactionStyleSchema.options).default('fill'))
    .addOption(option('--color <color>', 'color').argParser((text: string) => values.color(text)))
    .addOption(option('--grow <percent>', 'grow').argParser((text: string) => values.grow(text)))
    .addOption(oneOf('--format <format>', 'format', [...outputFormatSchema.options, ...videoFormatSchema.options]))
    .addOption(oneOf('--quality <quality>', 'quality', videoQualitySchema.options).default('standard'))
    .addOption(option('--max-size <size>', 'maxSize').argParser(values.maxSize))
    .addOption(option('--round-size', 'roundSize'))
    .addOption(option('--defeat-fingerprint', 'defeatFingerprint'))
    .addOption(oneOf('--audio <sound>', 'audio', videoSoundSchema.options).default('remove'))
    .addOption(option('--trim <start-end>', 'trim').argParser(values.part))
    .addOption(option('--compatible', 'compatible'))
    .addOption(option('--poster', 'poster'))
    .addOption(oneOf('--names <names>', 'names', ['neutral', 'keep']).default('neutral'))
    .addOption(option('--keep-folders', 'keepFolders'))
    .addOption(option('-j, --jobs <count>', 'jobs').argParser(values.wholeNumber(1, 64)).default(defaultJobs()))
    .addOption(option('-w, --watch', 'watch'))
    .addOption(option('-n, --dry-run', 'dryRun'))
    .addOption(oneOf('--cover <extent>', 'cover', ['faces', 'heads', 'people']).default('faces'))
    .addOption(option('--keep <reference>', 'keep').argParser(values.names))
    .addOption(option('--allow-inconsistent', 'allowInconsistent'))
    .addOption(option('--report <file>', 'report').argParser(values.name))
    .addOption(option('--share-report <file>', 'shareReport').argParser(values.name))
  addSharedOptions(command, context)
  command.action(async (inputs: string[], flags: RedactFlags) => {
    const { json = false, quiet = false, report, shareReport } = flags
    onEnd(
      await redactCommand(withChoices(context, choicesOf(flags)), {
        request: requestOf(expandWildcards(inputs), flags),
        json,
        quiet,
        ...(report === undefined ? {} : { report }),
        ...(shareReport === undefined ? {} : { shareReport }),
      }),
    )
  })
}

function requestOf(inputs: readonly string[], flags: RedactFlags): Parameters<typeof redactCommand>[1]['request'] {
  const { thoroughness, style, color, grow, format, maxSize, names, jobs } = flags
  return {
    inputs: [...inputs],
    output: flags.out,
    recursive: flags.recursive ?? false,
    watch: flags.watch ?? false,
    keepFolders: flags.keepFolders ?? false,
    dryRun: flags.dryRun ?? false,
    roundSize: flags.roundSize ?? false,
    defeatFingerprint: flags.defeatFingerprint ?? false,
    thoroughness,
    style,
    names,
    jobs,
    ...(color === undefined ? {} : { color }),
    ...(grow === undefined ? {} : { growShare: grow }),
    videoQuality: flags.quality,
    ...formatsOf(format),
    ...maxSize,
    ...videoChoicesOf(flags),
    ...limitsOf(flags),
    keep: [...(flags.keep ?? [])],
    allowInconsistent: flags.allowInconsistent ?? false,
    cover: flags.cover,
  }
}

/** What only videos have. */
const videoChoicesOf = ({ audio, trim, compatible, poster }: RedactFlags) => ({
  videoSound: audio,
  videoCompatible: compatible ?? false,
  videoPoster: poster ?? false,
  ...(trim === undefined ? {} : { videoPart: trim }),
})

/** One option for both: photos take their part of the names, videos theirs. */
function formatsOf(format: OutputFormat | VideoFormat | undefined): {
  format?: OutputFormat
  videoFormat?: VideoFormat
} {
  if (format === undefined) return {}
  return format === 'mp4' || format === 'webm' ? { videoFormat: format } : { format }
}

const choicesOf = ({ ffmpeg }: ExamineFlags): EngineChoices => (ffmpeg === undefined ? {} : { ffmpeg })

const limitsOf = ({ maxPixels }: { maxPixels?: number }): { limits?: { maxPixels: number } } =>
  maxPixels === undefined ? {} : { limits: { maxPixels } }

/** One picture keeps about two cores busy. */
const defaultJobs = (): number => Math.max(1, Math.min(4, Math.floor(os.availableParallelism() / 4)))

function addSharedOptions(command: Command, { messages }: CommandContext): void {
  const { options, help } = messages.help
  const values = createOptionValues(messages)
  command
    .option('-r, --recursive', options.recursive)
    .addOption(
      choice(
        new Option('--thoroughness <degree>', options.thoroughness),
        thoroughnessSchema.options,
        messages.usage,
      ).default('balanced'),
    )
    .option('--json', options.json)
    .addOption(new Option('--max-pixels <count>', options.maxPixels).argParser(values.wholeNumber(1, 100_000_000_000)))
    .addOption(new Option('--ffmpeg <path>', options.ffmpeg).argParser(values.name))
    .option('-q, --quiet', options.quiet)
    .helpOption('-h, --help', help)
}

function addExamination(
  program: Command,
  context: CommandContext,
  name: 'inspect' | 'verify',
  run: typeof inspectCommand,
  onEnd: (code: ExitCode) => void,
): void {
  const { help } = context.messages
  const values = createOptionValues(context.messages)
  const command = program
    .command(name)
    .description(help[name])
    .addArgument(new Argument('<inputs...>', help.arguments.inputs).argParser(values.names))
  addSharedOptions(command, context)
  command.action(async (inputs: string[], flags: ExamineFlags) => {
    const { recursive = false, thoroughness, json = false, quiet = false } = flags
    const request = { inputs: [...expandWildcards(inputs)], recursive, thoroughness, ...limitsOf(flags) }
    onEnd(await run(withChoices(context, choicesOf(flags)), { request, json, quiet }))
  })
}

function addModels(program: Command, context: CommandContext, onEnd: (code: ExitCode) => void): void {
  const { help } = context.messages
  const values = createOptionValues(context.messages)
  const models = program
    .command('models')
    .description(help.models)
    .helpOption('-h, --help', help.help)
    .helpCommand(false)
  models
    .command('list')
    .description(help.modelsList)
    .option('--json', help.options.json)
    .action(async ({ json = false }: { json?: boolean }) => onEnd(await listModelsCommand(context, { json })))
  models
    .command('add')
    .description(help.modelsAdd)
    .addArgument(new Argument('<file>', help.arguments.modelFile).argParser(values.name))
    .option('--head <head>', help.options.head)
    .action(async (file: string, { head }: { head?: string }) =>
      onEnd(await addModelCommand(context, { file, ...(head === undefined ? {} : { head }) })),
    )
  models
    .command('remove')
    .description(help.modelsRemove)
    .addArgument(new Argument('<name>', help.arguments.modelName).argParser(values.name))
    .action(async (name: string) => onEnd(await removeModelCommand(context, { name })))
}
