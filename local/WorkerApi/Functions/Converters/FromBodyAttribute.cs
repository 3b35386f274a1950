using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Azure.Functions.Worker.Extensions.Http.Converters;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>
/// Binds the request's body. Declared because its name clashes with ASP.NET Core's attribute when both namespaces
/// are imported, and that must show here too.
/// </summary>
public class FromBodyAttribute : InputConverterAttribute
{
    /// <summary>The converter asks the host's <see cref="IFromBodyConversionFeature"/>.</summary>
    public FromBodyAttribute()
        : base(typeof(FromBodyConverter))
    {
    }
}
