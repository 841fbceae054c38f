//! The host's side of `easypy:runtime`, generated from `guest-sdk/wit`.

wasmtime::component::bindgen!({
    path: "../../guest-sdk/wit",
    inline: "
        package easypy:host;
        world everything {
            import easypy:runtime/types@0.1.0;
            import easypy:runtime/runtime@0.1.0;
            import easypy:runtime/task@0.1.0;
            import easypy:runtime/synchro@0.1.0;
            import easypy:runtime/testbed@0.1.0;
            import easypy:runtime/log@0.1.0;
            import easypy:runtime/results@0.1.0;
            export easypy:runtime/jobfile@0.1.0;
            export easypy:runtime/script@0.1.0;
        }
    ",
    world: "easypy:host/everything",
    imports: { default: trappable },
    exports: { default: async },
    with: { "easypy:runtime/task.task": crate::guest::TaskHandle },
});
