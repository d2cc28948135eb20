/** Diagnostics about files: finding, reading and writing them. */
export const IO_CODES = {
  RS321: 'compressed data is damaged',
  RS322: 'compression that is not supported',
  RS323: 'file could not be read to its end',
  RS325: 'followed file was cut',
  RS326: 'followed file is not there',
  RS327: 'followed file was rotated',
  RS328: 'rotated files of a followed log may be lost',
  RS331: 'place in a followed file is lost',
  RS410: 'file cannot be followed',
  RS411: 'state of an earlier run cannot be used',
  RS412: 'state is in use',
  RS421: 'no such file',
  RS422: 'file cannot be read',
  RS423: 'file was given twice',
  RS424: 'files were left out',
  RS521: 'output cannot be written',
  RS522: 'temporary data cannot be kept',
} as const;

export type IoCode = keyof typeof IO_CODES;
