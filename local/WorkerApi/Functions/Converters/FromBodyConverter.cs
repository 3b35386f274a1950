using Microsoft.Azure.Functions.Worker.Converters;

namespace Microsoft.Azure.Functions.Worker.Extensions.Http.Converters;

/// <summary>How a host reads the body of the request that started a run.</summary>
public interface IFromBodyConversionFeature
{
    /// <summary>The body as this type.</summary>
    ValueTask<object?> ConvertAsync(FunctionContext context, Type targetType);
}

internal sealed class FromBodyConverter : IInputConverter
{
    public async ValueTask<ConversionResult> ConvertAsync(ConverterContext context)
    {
        var feature = context.FunctionContext.Features.Get<IFromBodyConversionFeature>();
        if (feature is null)
        {
            return ConversionResult.Unhandled();
        }

        try
        {
            return ConversionResult.Success(await feature.ConvertAsync(context.FunctionContext, context.TargetType));
        }
        catch (Exception e)
        {
            return ConversionResult.Failed(e);
        }
    }
}
