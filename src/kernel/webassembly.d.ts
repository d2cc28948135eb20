// The part of the WebAssembly interface that the kernel uses: TypeScript has it only among the types of browsers.
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array);
    readonly [Symbol.toStringTag]: 'WebAssembly.Module';
  }

  class Memory {
    constructor(descriptor: { readonly initial: number });
    readonly buffer: ArrayBuffer;
    /** By pages of 64 KiB. Whatever was a view of the memory is empty afterwards. */
    grow(pages: number): number;
  }

  class Global {
    constructor(
      descriptor: { readonly value: 'i32' | 'f64'; readonly mutable: boolean },
      value: number,
    );
    value: unknown;
  }

  type Exports = Record<string, unknown>;

  class Instance {
    constructor(module: Module, imports: Record<string, Record<string, unknown>>);
    readonly exports: Exports;
  }
}
