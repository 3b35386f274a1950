using System.Reflection;
using OpsAutomation.Runtime.Functions.Invocation;

namespace OpsAutomation.Unit.Runtime.Functions;

public sealed class ReturnedValueTests
{
    [Theory]
    [InlineData(nameof(Nothing), null)]
    [InlineData(nameof(AtOnce), 1)]
    [InlineData(nameof(Later), null)]
    [InlineData(nameof(LaterTwo), 2)]
    [InlineData(nameof(Light), null)]
    [InlineData(nameof(LightThree), 3)]
    [InlineData(nameof(Empty), null)]
    public async Task The_value_in_the_end_is_found_whatever_it_is_wrapped_in(string name, object? value)
    {
        var method = typeof(ReturnedValueTests).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!;

        Assert.Equal(value, await ReturnedValue.GetAsync(method, method.Invoke(null, null)));
    }

    private static void Nothing()
    {
    }

    private static int AtOnce() => 1;

    private static async Task Later() => await Task.Yield();

    private static async Task<int> LaterTwo()
    {
        await Task.Yield();
        return 2;
    }

    private static async ValueTask Light() => await Task.Yield();

    private static ValueTask<int> LightThree() => ValueTask.FromResult(3);

    private static Task<string?> Empty() => Task.FromResult<string?>(null);
}
