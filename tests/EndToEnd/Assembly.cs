// Each test starts a process or a browser: one after the other, so that time limits mean something on two cores.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
