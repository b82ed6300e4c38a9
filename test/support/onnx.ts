/**
 * Writes small ONNX models (onnx.proto3), so that no model has to be kept: each layer averages the picture over its
 * stride and turns the three means of a cell into the layer's channels with a weight and a bias of their own.
 */

type Field = readonly [number: number, value: number | string | Uint8Array | readonly Field[]]

function varint(value: number): Buffer {
  const bytes: number[] = []
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest])
    bytes.push((rest % 128) + 128)
  }
}

export function message(fields: readonly Field[]): Buffer {
  return Buffer.concat(
    fields.flatMap(([number, value]) => {
      if (typeof value === 'number') return [varint(number * 8), varint(value)]
      const bytes =
        typeof value === 'string' || value instanceof Uint8Array ? Buffer.from(value as string) : message(value)
      return [varint(number * 8 + 2), varint(bytes.length), bytes]
    }),
  )
}

function tensor(name: string, dims: readonly number[], data: Float32Array | BigInt64Array): Field {
  const raw = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  const type = data instanceof Float32Array ? 1 : 7
  return [5, [...dims.map((dim): Field => [1, dim]), [2, type], [8, name], [9, raw]]]
}

const integers = (name: string, values: readonly number[]): Field => [
  5,
  [[1, name], ...values.map((value): Field => [8, value]), [20, 7]],
]

const node = (
  operator: string,
  inputs: readonly string[],
  output: string,
  attributes: readonly Field[] = [],
): Field => [1, [...inputs.map((name): Field => [1, name]), [2, output], [3, output], [4, operator], ...attributes]]

const tensorInfo = (field: number, name: string, dims: readonly (number | string)[]): Field => [
  field,
  [
    [1, name],
    [
      2,
      [
        [
          1,
          [
            [1, 1],
            [2, dims.map((dim): Field => [1, [typeof dim === 'number' ? [1, dim] : [2, dim]]])],
          ],
        ],
      ],
    ],
  ],
]

/** One output of a model. */
export interface Layer {
  readonly name: string
  readonly stride: number
  /** What each channel is where the picture is black. */
  readonly bias: readonly number[]
  /** What each channel gains by a white first plane; zero where left out. */
  readonly weight?: readonly number[]
  /** `1 x channels x rows x columns`, or `1 x (rows · columns · channels / rowLength) x rowLength`. */
  readonly rowLength?: number
}

export interface TinyModel {
  readonly layers: readonly Layer[]
  readonly size?: readonly [height: number, width: number]
  /** Names a file in which weights would lie. */
  readonly externalData?: string
  /** Nodes that no output needs, as an exporter's finished decoding would be. */
  readonly useless?: boolean
}

function layerFields(layer: Layer): Field[] {
  const { name, stride, bias, rowLength } = layer
  const weights = new Float32Array(bias.length * 3)
  for (const [channel, gain] of (layer.weight ?? []).entries()) weights[channel * 3] = gain
  const inner = rowLength === undefined ? name : `${name}/conv`
  const fields = [
    node('AveragePool', ['images'], `${name}/mean`, [
      integers('kernel_shape', [stride, stride]),
      integers('strides', [stride, stride]),
    ]),
    tensor(`${name}/weight`, [bias.length, 3, 1, 1], weights),
    tensor(`${name}/bias`, [bias.length], Float32Array.from(bias)),
    node('Conv', [`${name}/mean`, `${name}/weight`, `${name}/bias`], inner),
  ]
  if (rowLength === undefined) return fields
  return [
    ...fields,
    node('Transpose', [inner], `${name}/rows`, [integers('perm', [0, 2, 3, 1])]),
    tensor(`${name}/shape`, [3], BigInt64Array.from([1n, -1n, BigInt(rowLength)])),
    node('Reshape', [`${name}/rows`, `${name}/shape`], name),
  ]
}

const outputInfo = ({ name, bias, rowLength }: Layer): Field =>
  tensorInfo(
    12,
    name,
    rowLength === undefined ? [1, bias.length, `${name} rows`, `${name} columns`] : [1, `${name} cells`, rowLength],
  )

export function tinyModel({ layers, size, externalData, useless }: TinyModel): Buffer {
  const [first] = layers
  const extra: Field[] = useless && first ? [node('Relu', [first.name], 'useless')] : []
  const elsewhere: Field[] = externalData
    ? [
        [
          5,
          [
            [1, 1],
            [2, 1],
            [8, 'elsewhere'],
            [
              13,
              [
                [1, 'location'],
                [2, externalData],
              ],
            ],
            [14, 1],
          ],
        ],
      ]
    : []
  return message([
    [1, 8],
    [
      7,
      [
        ...layers.flatMap(layerFields),
        ...extra,
        ...elsewhere,
        [2, 'tiny'],
        tensorInfo(11, 'images', [1, 3, ...(size ?? ['height', 'width'])]),
        ...(useless ? [tensorInfo(12, 'useless', [1, first?.bias.length ?? 0, 'a', 'b'])] : layers.map(outputInfo)),
      ],
    ],
    [
      8,
      [
        [1, ''],
        [2, 13],
      ],
    ],
  ])
}

/** Bin 2 of 16 for every side: a box of four cells around each cell's centre. */
const twoCells = Array.from({ length: 64 }, (_, channel) => (channel % 16 === 2 ? 100 : 0))

/** YOLOv8-face in small: the score's logit is -20, or +20 where the cell is white. */
export const tinyYolo = (options: Omit<TinyModel, 'layers'> & { readonly scoreBias?: number } = {}): Buffer =>
  tinyModel({
    ...options,
    layers: [8, 16, 32].map((stride) => ({
      name: `layer${stride}`,
      stride,
      bias: [...twoCells, options.scoreBias ?? -20],
      weight: [...twoCells.map(() => 0), 40],
    })),
  })

/** YuNet in small: a cell's class score is the mean of its first plane, 0–255, shared over 255. */
export const tinyYunet = (): Buffer =>
  tinyModel({
    layers: [8, 16, 32].flatMap((stride) => [
      { name: `cls_${stride}`, stride, bias: [0], weight: [1 / 255], rowLength: 1 },
      { name: `obj_${stride}`, stride, bias: [1], rowLength: 1 },
      { name: `bbox_${stride}`, stride, bias: [0.5, 0.5, 0, 0], rowLength: 4 },
    ]),
  })
