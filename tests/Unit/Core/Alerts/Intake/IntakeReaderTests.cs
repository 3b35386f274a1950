using System.IO.Compression;
using System.Text;
using OpsAutomation.Core.Alerts.Intake;

namespace OpsAutomation.Unit.Core.Alerts.Intake;

public sealed class IntakeReaderTests
{
    [Theory]
    [InlineData("{\"a\":", "line 1, byte 6")]
    [InlineData("{\n  \"a\": tru }", "line 2, byte")]
    [InlineData("{} {}", "line 1, byte 4")]
    [InlineData("{\"a\":1,}", "line 1, byte")]
    [InlineData("   ", "empty")]
    [InlineData("{\"a\":NaN}", "line 1")]
    [InlineData("// c\n{}", "line 1")]
    public void Malformed_json_is_answered_with_its_position(string body, string part)
    {
        var problem = IntakeReader.Parse(Encoding.UTF8.GetBytes(body)).Problem;
        Assert.Equal(400, problem?.Status);
        Assert.Contains(part, problem!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Invalid_utf8_is_answered_with_the_byte()
    {
        var problem = IntakeReader.Parse(new byte[] { (byte)'"', (byte)'a', 0xC3, 0x28, (byte)'"' }).Problem;
        Assert.Contains("byte 3", problem!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_order_mark_is_skipped() => Assert.Null(IntakeReader.Parse((byte[])[0xEF, 0xBB, 0xBF, (byte)'{', (byte)'}']).Problem);

    [Theory]
    [InlineData("{\"a\":{\"b\":1,\"b\":2}}", "a.b")]
    [InlineData("{\"a\":[{\"c\":1,\"c\":1}]}", "a[0].c")]
    [InlineData("{\"\\u0061\":1,\"a\":2}", "a")]
    [InlineData("{\"a\":\"\\udc00\"}", "a")]
    [InlineData("{\"\\ud800\":1}", "body")]
    public void A_flaw_is_named_by_its_path(string body, string field) => Assert.Equal(field, IntakeReader.Parse(Encoding.UTF8.GetBytes(body)).Problem?.Field);

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    [InlineData(500_000, false)]
    public void Sixty_four_levels_are_read_and_no_more(int levels, bool accepted)
    {
        var body = string.Concat(Enumerable.Repeat("{\"a\":", levels - 1)) + "{}" + new string('}', levels - 1);
        var reading = IntakeReader.Parse(Encoding.UTF8.GetBytes(body));
        Assert.Equal(accepted, reading.Problem is null);
    }

    [Theory]
    [InlineData("application/json", null, null)]
    [InlineData("application/json; charset=utf-8", "gzip", null)]
    [InlineData("application/cloudevents+json", null, null)]
    [InlineData("text/plain", null, "Content-Type")]
    [InlineData("application/json; charset=utf-16", null, "Content-Type")]
    [InlineData("garbage;;;", null, "Content-Type")]
    [InlineData(null, null, "Content-Type")]
    [InlineData("application/json", "zstd", "Content-Encoding")]
    public void What_is_not_json_is_415(string? type, string? encoding, string? field)
    {
        var problem = IntakeReader.CheckHeaders(type, encoding);
        Assert.Equal(field, problem?.Field);
        Assert.Equal(field is null ? null : 415, problem?.Status);
    }

    [Fact]
    public async Task The_size_counts_after_decompression()
    {
        using var zipped = new MemoryStream();
        await using (var gzip = new GZipStream(zipped, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            await gzip.WriteAsync(new byte[4 * 1024 * 1024]);
        }

        zipped.Position = 0;
        Assert.True(zipped.Length < 10_000);
        Assert.Equal(413, (await IntakeReader.ReadBytesAsync(zipped, "gzip", CancellationToken.None)).Problem?.Status);
    }

    [Fact]
    public async Task A_body_of_two_megabytes_is_413_and_one_of_exactly_one_is_read()
    {
        Assert.Equal(413, (await IntakeReader.ReadBytesAsync(new MemoryStream(new byte[2 * 1024 * 1024]), null, CancellationToken.None)).Problem?.Status);
        Assert.Null((await IntakeReader.ReadBytesAsync(new MemoryStream(new byte[IntakeReader.MaxBytes]), null, CancellationToken.None)).Problem);
    }

    [Fact]
    public async Task Broken_compression_is_400()
    {
        foreach (var encoding in new[] { "gzip", "br", "deflate" })
        {
            Assert.Equal(400, (await IntakeReader.ReadBytesAsync(new MemoryStream("not compressed at all"u8.ToArray()), encoding, CancellationToken.None)).Problem?.Status);
        }
    }
}
